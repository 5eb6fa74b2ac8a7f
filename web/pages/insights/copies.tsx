import { type Figures, figuresJson } from '../../../src/steps/insights/figures';
import { figuresCsv } from '../../../src/steps/insights/figures-csv';
import { Section } from '../../parts/section';

/** Texts to copy: a frame may neither download nor write to the clipboard everywhere. */
export function Copies({ figures }: { figures: Figures }) {
  return (
    <Section id="copies" title="To copy">
      <Copy id="csv" label="CSV" text={figuresCsv(figures)} />
      <Copy id="json" label="JSON, as second-pass stats gives it" text={figuresJson(figures)} />
    </Section>
  );
}

function Copy({ id, label, text }: { id: string; label: string; text: string }) {
  return (
    <p>
      <label for={`copy-${id}`}>{label}</label>
      <textarea
        id={`copy-${id}`}
        class="copy"
        readOnly
        rows={8}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
    </p>
  );
}
