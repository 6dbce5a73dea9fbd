// ExcelJS: cells as JSON on standard input -> .xlsx
const { Workbook } = require("exceljs");
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const book = new Workbook();
const sheet = book.addWorksheet(given.name);
given.rows.forEach((cells, row) =>
  cells.forEach((cell, column) => {
    if (cell === null) return;
    const place = sheet.getCell(row + 1, column + 1);
    if (typeof cell === "object") {
      place.value = new Date(Math.round((cell.serial - 25569) * 86400) * 1000);
      place.numFmt = cell.format;
    } else place.value = cell;
  })
);
book.xlsx.writeFile(process.argv[2]);
