// Moments in words, in one time zone for the whole page, and with the day first, as the bot writes them.

const DAY = 86_400_000;
let zone: string | undefined;
let formats = make();

function make() {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { ...options, ...(zone ? { timeZone: zone } : {}) });
  return {
    clock: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    seconds: format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
    full: format({ dateStyle: "full", timeStyle: "short", hourCycle: "h23" }),
    short: format({ month: "short", day: "numeric", year: "numeric" }),
    day: format({ weekday: "long", month: "long", day: "numeric" }),
    date: format({ month: "long", day: "numeric", year: "numeric" }),
    long: format({ weekday: "long", month: "long", day: "numeric", year: "numeric" }),
    moment: format({ weekday: "short", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  };
}

/** The zone that all moments are told in: the demo's company, so that messages and its clock agree. */
export function tellTimeIn(name: string): void {
  if (name === zone) return;
  zone = name;
  formats = make();
}

/** The moment that Slack's `ts` names. */
export function moment(ts: string): Date {
  return new Date(Number.parseFloat(ts) * 1000);
}

export function timeOf(date: Date): string {
  return formats.clock.format(date);
}

export function inFull(date: Date): string {
  return formats.full.format(date);
}

/** "Today", "Yesterday", or the day itself. */
export function dayOf(date: Date, now: Date): string {
  return relative(date, now) ?? formats.day.format(date);
}

export function sameDay(a: Date, b: Date): boolean {
  return formats.date.format(a) === formats.date.format(b);
}

/** "Mon 23 Nov, 09:41" */
export function momentOf(date: Date): string {
  return formats.moment.format(date);
}

/** Slack's `<!date^123^{date_short_pretty} at {time}|fallback>`. */
export function dateToken(token: string, fallback: string, now: Date): string {
  const [, seconds, format] = token.split("^");
  const date = new Date(Number(seconds) * 1000);
  if (!format || Number.isNaN(date.getTime())) return fallback;
  const near = (pretty: boolean, words: string) => (pretty ? (relative(date, now)?.toLowerCase() ?? words) : words);
  return format.replace(/\{([a-z_]+)\}/g, (whole, name: string) => {
    const pretty = name.endsWith("_pretty");
    switch (name.replace("_pretty", "")) {
      case "time":
        return formats.clock.format(date);
      case "time_secs":
        return formats.seconds.format(date);
      case "date_num":
        return date.toISOString().slice(0, 10);
      case "date_short":
        return near(pretty, formats.short.format(date));
      case "date":
        return near(pretty, formats.date.format(date));
      case "date_long":
        return near(pretty, formats.long.format(date));
      default:
        return whole;
    }
  });
}

function relative(date: Date, now: Date): string | null {
  if (sameDay(date, now)) return "Today";
  if (sameDay(date, new Date(now.getTime() - DAY))) return "Yesterday";
  if (sameDay(date, new Date(now.getTime() + DAY))) return "Tomorrow";
  return null;
}
