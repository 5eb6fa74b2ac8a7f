/** Numbers, money, times and dates as the reader's culture writes them. */
export interface Format {
  count(value: number): string;
  share(value: number): string;
  /** Null: the price is unknown. */
  money(usd: number | null): string;
  bytes(value: number): string;
  duration(milliseconds: number): string;
  /** Of an ISO 8601 text; the text itself where it is none. */
  date(iso: string): string;
}

export function createFormat(culture: string): Format {
  const locale = usable(culture);
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const plain = number({ maximumFractionDigits: 0 });
  const share = number({ style: 'percent', maximumFractionDigits: 0 });
  const money = number({ style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const cents = number({ style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 4 });
  const short = number({ maximumFractionDigits: 1 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    count: (value) => plain.format(value),
    share: (value) => share.format(value),
    money: (usd) => (usd === null ? 'unknown' : (usd < 1 ? cents : money).format(usd)),
    bytes: (value) => (value < 1000 ? `${plain.format(value)} B` : inThousands(value, short)),
    duration: (milliseconds) => durationText(milliseconds, short),
    date(iso) {
      const time = Date.parse(iso);
      return Number.isNaN(time) ? iso : dates.format(time);
    },
  };
}

function inThousands(bytes: number, short: Intl.NumberFormat): string {
  return bytes < 1_000_000 ? `${short.format(bytes / 1000)} kB` : `${short.format(bytes / 1_000_000)} MB`;
}

function durationText(milliseconds: number, short: Intl.NumberFormat): string {
  if (milliseconds < 60_000) return `${short.format(milliseconds / 1000)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A culture that the browser does not know is left to it. */
function usable(culture: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(culture)[0];
  } catch {
    return undefined;
  }
}
