# Spreadsheet::WriteExcel: cells as JSON on standard input -> .xls
use strict;
use warnings;
use utf8;
use JSON::PP;
use Spreadsheet::WriteExcel;

my $given = decode_json(join '', <STDIN>);
my $book  = Spreadsheet::WriteExcel->new($ARGV[0]);
my $sheet = $book->add_worksheet($given->{name});
my %formats;
my $row = 0;
for my $cells (@{ $given->{rows} }) {
    my $column = 0;
    for my $cell (@$cells) {
        if (ref $cell) {
            my $format = $formats{ $cell->{format} } //= $book->add_format(num_format => $cell->{format});
            $sheet->write_number($row, $column, $cell->{serial}, $format);
        }
        elsif (defined $cell && $cell =~ /^[1-9][0-9]{0,4}$/ && $column == 0) { $sheet->write_number($row, $column, $cell) }
        elsif (defined $cell) { $sheet->write_string($row, $column, $cell) }
        $column++;
    }
    $row++;
}
$book->close();
