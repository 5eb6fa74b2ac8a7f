export interface RingPart {
  name: string;
  tone: string;
  value: number;
}

const RADIUS = 15.915;

/** A whole and its parts; the figures stand beside it in words. */
export function Ring({ parts, label }: { parts: readonly RingPart[]; label: string }) {
  const all = parts.reduce((sum, { value }) => sum + value, 0);
  let from = 0;
  return (
    <svg class="ring" viewBox="0 0 36 36" aria-hidden="true" focusable="false">
      <circle class="ring-track" cx={18} cy={18} r={RADIUS} />
      {parts
        .filter(({ value }) => value > 0)
        .map(({ name, tone, value }) => {
          const share = (100 * value) / all;
          const arc = (
            <circle
              key={name}
              class={`ring-part stroke-${tone}`}
              cx={18}
              cy={18}
              r={RADIUS}
              stroke-dasharray={`${Math.max(share - 0.8, 0.4)} ${100 - share + 0.8}`}
              stroke-dashoffset={25 - from}
            />
          );
          from += share;
          return arc;
        })}
      <text class="ring-label" x={18} y={20.6} text-anchor="middle">
        {label}
      </text>
    </svg>
  );
}
