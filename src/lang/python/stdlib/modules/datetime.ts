/** `datetime`, `calendar` and dates of `time`: runtime/py/src/{datetime,calendar,time}/, behind the feature `datetime`. */
import { fallible, row, type PyRow, type PyTable, type RowOptions } from "../row.ts";

const feature = "datetime";
const D = "rt[datetime::Date]";
const T = "rt[datetime::Time]";
const M = "rt[datetime::DateTime]";
const S = "rt[datetime::TimeDelta]";
const Z = "rt[datetime::TimeZone]";
const F = "rt[datetime::Fields]";
const C = "rt[calendar::Calendar]";

const plain = (signature: string, run: string, options: RowOptions = {}): PyRow =>
  row(signature, `datetime::${run}`, { feature, ...options });
const failing = (signature: string, run: string, options: RowOptions = {}): PyRow =>
  fallible(signature, `datetime::${run}`, { feature, ...options });
const SMALL = { range: [-(1n << 40n), 1n << 40n] } as const;
const now = { io: true } as const;
const attribute = { attribute: true } as const;

const units = ["weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds"];
const spans = (type: string, zero: string): string =>
  ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"].map((unit) => `${unit}: ${type} = ${zero}`).join(", ");
const clock = "hour: int = 0, minute: int = 0, second: int = 0, microsecond: int = 0";
const keptDay = "year: bound = None, month: bound = None, day: bound = None";
const keptTime = "hour: bound = None, minute: bound = None, second: bound = None, microsecond: bound = None";

export const datetime: PyTable = {
  timedelta: [
    ...units.map((unit) => plain(`(*, ${unit}: int) -> ${S}`, `delta::${unit}`)),
    plain(`(days: int) -> ${S}`, "delta::days"),
    failing(`(${spans("int", "0")}) -> ${S}`, "delta::new"),
    failing(`(${spans("float", "0.0")}) -> ${S}`, "delta::of_floats"),
  ],
  date: failing(`(year: int, month: int, day: int) -> ${D}`, "date::new"),
  "date.today": plain(`() -> ${D}`, "date::today", now),
  "date.fromordinal": failing(`(n: int) -> ${D}`, "date::fromordinal"),
  "date.fromisoformat": failing(`(text: str) -> ${D}`, "date::fromisoformat"),
  "date.fromisocalendar": failing(`(year: int, week: int, day: int) -> ${D}`, "date::fromisocalendar"),
  "date.fromtimestamp": plain(`(seconds: float) -> ${D}`, "date::fromtimestamp", now),
  "date.min": plain(`() -> ${D}`, "date::min", attribute),
  "date.max": plain(`() -> ${D}`, "date::max", attribute),
  time: failing(`(${clock}) -> ${T}`, "time::new"),
  "time.fromisoformat": failing(`(text: str) -> ${T}`, "time::fromisoformat"),
  "time.min": plain(`() -> ${T}`, "time::min", attribute),
  "time.max": plain(`() -> ${T}`, "time::max", attribute),
  datetime: [
    failing(`(year: int, month: int, day: int, ${clock}) -> ${M}`, "moment::new"),
    failing(`(year: int, month: int, day: int, ${clock}, *, tzinfo: ${Z}) -> ${M}`, "moment::new_in"),
  ],
  "datetime.now": [plain(`() -> ${M}`, "moment::now", now), plain(`(tz: ${Z}) -> ${M}`, "moment::now_in", now)],
  "datetime.today": plain(`() -> ${M}`, "moment::now", now),
  "datetime.utcnow": plain(`() -> ${M}`, "moment::utcnow", now),
  "datetime.combine": plain(`(date: ${D}, time: ${T}) -> ${M}`, "moment::combine"),
  "datetime.fromisoformat": failing(`(text: str) -> ${M}`, "moment::fromisoformat"),
  "datetime.strptime": failing(`(text: str, format: str) -> ${M}`, "moment::strptime"),
  "datetime.fromordinal": failing(`(n: int) -> ${M}`, "moment::fromordinal"),
  "datetime.fromtimestamp": [
    failing(`(timestamp: float) -> ${M}`, "moment::fromtimestamp", now),
    failing(`(timestamp: float, tz: ${Z}) -> ${M}`, "moment::fromtimestamp_in"),
  ],
  "datetime.utcfromtimestamp": failing(`(seconds: float) -> ${M}`, "moment::utcfromtimestamp"),
  "datetime.min": plain(`() -> ${M}`, "moment::min", attribute),
  "datetime.max": plain(`() -> ${M}`, "moment::max", attribute),
  timezone: [failing(`(offset: ${S}) -> ${Z}`, "zone::new"), failing(`(offset: ${S}, name: str) -> ${Z}`, "zone::named")],
  "timezone.utc": plain(`() -> ${Z}`, "zone::utc", attribute),
  UTC: plain(`() -> ${Z}`, "zone::utc", attribute),
  MINYEAR: plain("() -> int", "date::first_year", { ...attribute, ...SMALL }),
  MAXYEAR: plain("() -> int", "date::last_year", { ...attribute, ...SMALL }),
};

const part = (self: string, module: string, name: string, run = name): PyRow => plain(`(self: ${self}) -> int`, `${module}::${run}`, SMALL);
const parts = (self: string, module: string, names: readonly string[]): Record<string, PyRow> =>
  Object.fromEntries(names.map((name) => [name, part(self, module, name)]));
const orders = (self: string): Record<string, PyRow> =>
  Object.fromEntries(
    ["lt", "le", "gt", "ge", "eq"].map((name) => [
      `__${name}__`,
      row(`(self: ${self}, other: ${self}) -> bool`, `operator::${name}`, { feature }),
    ]),
  );

export const timedelta: PyTable = {
  ...orders(S),
  days: part(S, "delta", "days", "day_part"),
  seconds: part(S, "delta", "seconds", "second_part"),
  microseconds: part(S, "delta", "microseconds", "micro_part"),
  __bool__: row(`(self: ${S}) -> bool`, "truth::test", { feature }),
  total_seconds: plain(`(self: ${S}) -> float`, "delta::total_seconds"),
  __add__: plain(`(self: ${S}, other: ${S}) -> ${S}`, "delta::add"),
  __sub__: plain(`(self: ${S}, other: ${S}) -> ${S}`, "delta::sub"),
  __mul__: [plain(`(self: ${S}, n: int) -> ${S}`, "delta::times"), plain(`(self: ${S}, x: float) -> ${S}`, "delta::scaled")],
  __rmul__: [plain(`(self: ${S}, n: int) -> ${S}`, "delta::times"), plain(`(self: ${S}, x: float) -> ${S}`, "delta::scaled")],
  __truediv__: [failing(`(self: ${S}, other: ${S}) -> float`, "delta::ratio"), failing(`(self: ${S}, x: float) -> ${S}`, "delta::divided")],
  __floordiv__: [
    failing(`(self: ${S}, other: ${S}) -> int`, "delta::floor_ratio", SMALL),
    failing(`(self: ${S}, n: int) -> ${S}`, "delta::floor_divided"),
  ],
  __mod__: failing(`(self: ${S}, other: ${S}) -> ${S}`, "delta::modulo"),
  __neg__: plain(`(self: ${S}) -> ${S}`, "delta::neg"),
  __pos__: plain(`(self: ${S}) -> ${S}`, "delta::abs"),
  __abs__: plain(`(self: ${S}) -> ${S}`, "delta::abs"),
};

const days = ["year", "month", "day", "weekday", "isoweekday", "toordinal"];
const times = ["hour", "minute", "second", "microsecond"];

export const date: PyTable = {
  ...orders(D),
  ...parts(D, "date", days),
  isocalendar: plain(`(self: ${D}) -> tuple[int,int,int]`, "date::isocalendar", SMALL),
  isoformat: plain(`(self: ${D}) -> str`, "date::isoformat"),
  strftime: plain(`(self: ${D}, format: str) -> str`, "date::strftime"),
  __format__: plain(`(self: ${D}, format: str) -> str`, "date::format"),
  ctime: plain(`(self: ${D}) -> str`, "date::ctime"),
  timetuple: plain(`(self: ${D}) -> ${F}`, "date::timetuple"),
  replace: failing(`(self: ${D}, ${keptDay}) -> ${D}`, "date::replace"),
  __add__: failing(`(self: ${D}, delta: ${S}) -> ${D}`, "date::add"),
  __radd__: failing(`(self: ${D}, delta: ${S}) -> ${D}`, "date::add"),
  __sub__: [failing(`(self: ${D}, delta: ${S}) -> ${D}`, "date::sub"), plain(`(self: ${D}, other: ${D}) -> ${S}`, "date::between")],
};

export const time: PyTable = {
  ...orders(T),
  ...parts(T, "time", times),
  isoformat: plain(`(self: ${T}) -> str`, "time::isoformat"),
  strftime: plain(`(self: ${T}, format: str) -> str`, "time::strftime"),
  __format__: plain(`(self: ${T}, format: str) -> str`, "time::format"),
  replace: failing(`(self: ${T}, ${keptTime}) -> ${T}`, "time::replace"),
};

export const moment: PyTable = {
  ...orders(M),
  ...parts(M, "moment", [...days, ...times]),
  date: plain(`(self: ${M}) -> ${D}`, "moment::day_of"),
  time: plain(`(self: ${M}) -> ${T}`, "moment::time_of"),
  tzinfo: plain(`(self: ${M}) -> ${Z} | None`, "moment::tzinfo"),
  utcoffset: plain(`(self: ${M}) -> ${S} | None`, "moment::utcoffset"),
  tzname: plain(`(self: ${M}) -> str | None`, "moment::tzname"),
  timestamp: plain(`(self: ${M}) -> float`, "moment::timestamp"),
  isocalendar: plain(`(self: ${M}) -> tuple[int,int,int]`, "moment::isocalendar", SMALL),
  isoformat: plain(`(self: ${M}, sep: str = "T", timespec: str = "auto") -> str`, "moment::isoformat"),
  strftime: plain(`(self: ${M}, format: str) -> str`, "moment::strftime"),
  __format__: plain(`(self: ${M}, format: str) -> str`, "moment::format"),
  ctime: plain(`(self: ${M}) -> str`, "moment::ctime"),
  timetuple: plain(`(self: ${M}) -> ${F}`, "moment::timetuple"),
  astimezone: failing(`(self: ${M}, tz: ${Z}) -> ${M}`, "moment::astimezone"),
  replace: [
    failing(`(self: ${M}, ${keptDay}, ${keptTime}) -> ${M}`, "moment::replace"),
    plain(`(self: ${M}, *, tzinfo: ${Z}) -> ${M}`, "moment::in_zone"),
    plain(`(self: ${M}, *, tzinfo: None) -> ${M}`, "moment::in_no_zone"),
  ],
  __add__: failing(`(self: ${M}, delta: ${S}) -> ${M}`, "moment::add"),
  __radd__: failing(`(self: ${M}, delta: ${S}) -> ${M}`, "moment::add"),
  __sub__: [failing(`(self: ${M}, delta: ${S}) -> ${M}`, "moment::sub"), failing(`(self: ${M}, other: ${M}) -> ${S}`, "moment::between")],
};

export const timezone: PyTable = { __eq__: row(`(self: ${Z}, other: ${Z}) -> bool`, "operator::eq", { feature }) };

const stamp = (signature: string, run: string, options: RowOptions = {}): PyRow =>
  row(signature, `time::dates::${run}`, { feature, ...options });

/** `time.struct_time` */
export const fields: PyTable = {
  __getitem__: fallible(`(self: ${F}, index: int) -> int`, "time::dates::index", { feature, ...SMALL }),
  __iter__: stamp(`(self: ${F}) -> iter[int]`, "items", SMALL),
  ...Object.fromEntries(
    ["year", "mon", "mday", "hour", "min", "sec", "wday", "yday", "isdst"].map((name) => [
      `tm_${name}`,
      stamp(`(self: ${F}) -> int`, `tm_${name}`, SMALL),
    ]),
  ),
};

/** What `time` has for dates. */
export const timeDates: PyTable = {
  localtime: [stamp(`() -> ${F}`, "localtime", now), stamp(`(seconds: float) -> ${F}`, "localtime_of", now)],
  gmtime: [stamp(`() -> ${F}`, "gmtime", now), stamp(`(seconds: float) -> ${F}`, "gmtime_of")],
  mktime: stamp(`(fields: ${F}) -> float`, "mktime", now),
  strftime: [stamp("(format: str) -> str", "strftime_now", now), stamp(`(format: str, fields: ${F}) -> str`, "strftime")],
  strptime: fallible(`(text: str, format: str) -> ${F}`, "time::dates::strptime", { feature }),
  asctime: [stamp("() -> str", "asctime_now", now), stamp(`(fields: ${F}) -> str`, "asctime")],
  ctime: [stamp("() -> str", "asctime_now", now), stamp("(seconds: float) -> str", "ctime", now)],
};

const cal = (signature: string, run: string, options: RowOptions = {}): PyRow =>
  row(signature, `calendar::${run}`, { feature, ...options });
const calFails = (signature: string, run: string, options: RowOptions = {}): PyRow =>
  fallible(signature, `calendar::${run}`, { feature, ...options });

export const calendarModule: PyTable = {
  isleap: cal("(year: int) -> bool", "isleap"),
  leapdays: cal("(a: int, b: int) -> int", "leapdays", SMALL),
  weekday: calFails("(year: int, month: int, day: int) -> int", "weekday", SMALL),
  monthrange: calFails("(year: int, month: int) -> tuple[int,int]", "monthrange", SMALL),
  timegm: cal(`(fields: ${F}) -> int`, "timegm", SMALL),
  setfirstweekday: cal("(firstweekday: int) -> None", "setfirstweekday", now),
  firstweekday: cal("() -> int", "firstweekday", { ...now, ...SMALL }),
  TextCalendar: cal(`(firstweekday: int = 0) -> ${C}`, "calendar"),
  Calendar: cal(`(firstweekday: int = 0) -> ${C}`, "calendar"),
  month: cal("(theyear: int, themonth: int, w: int = 0, l: int = 0) -> str", "month_text", now),
  calendar: cal("(theyear: int, w: int = 2, l: int = 1, c: int = 6, m: int = 3) -> str", "year_text", now),
  monthcalendar: cal("(year: int, month: int) -> list[list[int]]", "monthcalendar", SMALL),
  prmonth: cal("(theyear: int, themonth: int, w: int = 0, l: int = 0) -> None", "print_month", now),
  prcal: cal("(theyear: int, w: int = 0, l: int = 0, c: int = 6, m: int = 3) -> None", "print_year", now),
  day_name: cal("() -> list[str]", "day_names", attribute),
  day_abbr: cal("() -> list[str]", "day_abbreviations", attribute),
  month_name: cal("() -> list[str]", "month_names", attribute),
  month_abbr: cal("() -> list[str]", "month_abbreviations", attribute),
};

export const calendar: PyTable = {
  monthdayscalendar: calFails(`(self: ${C}, year: int, month: int) -> list[list[int]]`, "weeks", SMALL),
  itermonthdays: cal(`(self: ${C}, year: int, month: int) -> list[int]`, "month_days", SMALL),
  itermonthdays2: cal(`(self: ${C}, year: int, month: int) -> list[tuple[int,int]]`, "month_days2", SMALL),
  itermonthdates: cal(`(self: ${C}, year: int, month: int) -> list[${D}]`, "month_dates"),
  formatmonth: calFails(`(self: ${C}, theyear: int, themonth: int, w: int = 0, l: int = 0) -> str`, "formatmonth"),
  formatyear: calFails(`(self: ${C}, theyear: int, w: int = 2, l: int = 1, c: int = 6, m: int = 3) -> str`, "formatyear"),
  prmonth: cal(`(self: ${C}, theyear: int, themonth: int, w: int = 0, l: int = 0) -> None`, "prmonth", now),
  pryear: cal(`(self: ${C}, theyear: int, w: int = 0, l: int = 0, c: int = 6, m: int = 3) -> None`, "pryear", now),
};

/** Constants of `calendar` and `datetime`. */
export const calendarConstants: Readonly<Record<string, number>> = {
  MONDAY: 0,
  TUESDAY: 1,
  WEDNESDAY: 2,
  THURSDAY: 3,
  FRIDAY: 4,
  SATURDAY: 5,
  SUNDAY: 6,
  January: 1,
  February: 2,
};
