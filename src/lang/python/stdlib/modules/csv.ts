/** `csv`: runtime/py/src/csv.rs. What a writer writes goes through the rows of its file: lower/csv.ts. */
import { row, type PyTable } from "../row.ts";

const W = "rt[csv::Writer,F]";

export const csv: PyTable = {
  reader: row('(csvfile: iter[str], *, delimiter: str = ",") -> iter[list[str]]', "csv::reader", { apart: true }),
  DictReader: row('(f: iter[str], *, delimiter: str = ",") -> iter[dict[str,str]]', "csv::dict_reader", { apart: true }),
  writer: row(`(csvfile: F, *, delimiter: str = ",", lineterminator: str = "\r\n") -> ${W}`, "csv::writer"),
};

export const csvWriter: PyTable = {
  file_of: row(`(self: ${W}) -> F`, "csv::file_of"),
  line: row(`(self: ${W}, cells: iter[str]) -> str`, "csv::line"),
};
