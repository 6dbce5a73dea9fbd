// SheetJS: cells as JSON on standard input -> the kind of workbook that the first argument names; with "dates" behind it, days and moments
// are dates of the machine's own zone, as a browser holds them
const sheets = require("xlsx");
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const [kind, ...others] = process.argv.slice(2);
const path = others.pop();
const holdsDates = others.includes("dates");
const ofSerial = (serial) => new Date(Math.round((serial - 25569) * 86400) * 1000);
const inOwnZone = (day) =>
  new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), day.getUTCHours(), day.getUTCMinutes(), day.getUTCSeconds());
const sheet = {};
given.rows.forEach((cells, row) =>
  cells.forEach((cell, column) => {
    if (cell === null) return;
    const place = sheets.utils.encode_cell({ r: row, c: column });
    // Into OpenDocument the format of a number is not written: a date must be one there.
    if (typeof cell === "object" && holdsDates) sheet[place] = { t: "d", v: inOwnZone(ofSerial(cell.serial)) };
    else if (typeof cell === "object" && kind === "ods") sheet[place] = { t: "d", v: ofSerial(cell.serial) };
    else if (typeof cell === "object") sheet[place] = { t: "n", v: cell.serial, z: cell.format };
    else sheet[place] = { t: typeof cell === "number" ? "n" : "s", v: cell };
  })
);
const width = Math.max(...given.rows.map((cells) => cells.length));
sheet["!ref"] = sheets.utils.encode_range({ s: { r: 0, c: 0 }, e: { r: given.rows.length - 1, c: width - 1 } });
const book = sheets.utils.book_new();
sheets.utils.book_append_sheet(book, sheet, given.name);
require("fs").writeFileSync(path, sheets.write(book, { type: "buffer", bookType: kind, cellDates: holdsDates }));
