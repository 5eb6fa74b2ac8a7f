import { Table } from './table';

export interface Series {
  name: string;
  /** One of the colours of data, 1 to 6. */
  colour: number;
}

export interface BarRow {
  name: string;
  /** One for each series. */
  values: readonly number[];
}

interface BarsProps {
  title: string;
  /** What the table calls the first column. */
  what: string;
  series: readonly Series[];
  rows: readonly BarRow[];
  show(value: number): string;
  /** Bars beyond these are in the table alone. */
  most?: number;
  /** What a whole bar stands for, where that is not the longest of them. */
  whole?: number;
}

/** Bars to compare, each split by series, with their table behind them. */
export function Bars({ title, what, series, rows, show, most = 12, whole }: BarsProps) {
  const sums = rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const longest = whole ?? Math.max(0, ...sums);
  if (longest === 0) return null;
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      {series.length > 1 ? <Legend series={series} /> : null}
      <div class="bars" aria-hidden="true">
        {rows.slice(0, most).map((row, index) => (
          <Bar key={row.name} row={row} series={series} longest={longest} shown={show(sums[index] ?? 0)} />
        ))}
      </div>
      {rows.length > most ? <p class="quiet">{rows.length - most} more are in the table.</p> : null}
      <details>
        <summary>Table: {title}</summary>
        <Table
          caption={title}
          columns={[{ name: what }, ...series.map(({ name }) => ({ name, isNumber: true }))]}
          rows={rows.map(({ name, values }) => [name, ...values.map(show)])}
        />
      </details>
    </figure>
  );
}

function Bar({
  row,
  series,
  longest,
  shown,
}: {
  row: BarRow;
  series: readonly Series[];
  longest: number;
  shown: string;
}) {
  let from = 0;
  const parts = series.map(({ name, colour }, index) => {
    const width = (100 * (row.values[index] ?? 0)) / longest;
    const part = <rect key={name} class={`data-${colour}`} x={from} y={0} width={width} height={10} />;
    from += width;
    return part;
  });
  return (
    <>
      <span class="bar-name">{row.name}</span>
      <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false">
        <title>{row.name}</title>
        <rect class="track" x={0} y={0} width={100} height={10} />
        {parts}
      </svg>
      <span class="bar-value">{shown}</span>
    </>
  );
}

export function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul class="legend">
      {series.map(({ name, colour }) => (
        <li key={name}>
          <svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">
            <rect class={`data-${colour}`} width={10} height={10} rx={2} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
