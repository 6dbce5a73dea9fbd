// JExcelApi: lines of row, column, kind, format and value -> .xls
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Date;
import jxl.Workbook;
import jxl.write.DateFormat;
import jxl.write.DateTime;
import jxl.write.Label;
import jxl.write.WritableCellFormat;
import jxl.write.WritableSheet;
import jxl.write.WritableWorkbook;

public class JExcelApi {
    public static void main(String[] arguments) throws Exception {
        WritableWorkbook book = Workbook.createWorkbook(new File(arguments[1]));
        WritableSheet sheet = book.createSheet("DS", 0);
        java.util.Map<String, WritableCellFormat> formats = new java.util.HashMap<>();
        for (String line : Files.readAllLines(Paths.get(arguments[0]), StandardCharsets.UTF_8)) {
            String[] part = line.split("\t", 5);
            int row = Integer.parseInt(part[0]), column = Integer.parseInt(part[1]);
            if (part[2].equals("date")) {
                long moment = Math.round((Double.parseDouble(part[4]) - 25569) * 86400) * 1000;
                WritableCellFormat format = formats.computeIfAbsent(part[3], form -> new WritableCellFormat(new DateFormat(form.replace("mm/", "MM/").replace("hh", "HH"))));
                sheet.addCell(new DateTime(column, row, new Date(moment), format, DateTime.GMT));
            } else if (part[2].equals("number")) {
                sheet.addCell(new jxl.write.Number(column, row, Double.parseDouble(part[4])));
            } else {
                sheet.addCell(new Label(column, row, part[4]));
            }
        }
        book.write();
        book.close();
    }
}
