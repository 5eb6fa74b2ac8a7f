import type { Figures, FindingGroup, PlaceGroup } from '../../../src/steps/insights/figures';
import { coverageText, shareText } from '../../../src/steps/insights/figures-text';
import { FATES } from '../../../src/steps/insights/pull-request-facts';
import { Bars } from '../../parts/bars';
import { Section } from '../../parts/section';
import { useSurroundings } from '../../parts/surroundings';
import { Table } from '../../parts/table';
import { line } from '../../parts/visible';
import { FATE_WORDS } from './words';

const SERIES = FATES.map((fate, at) => ({ name: FATE_WORDS[fate], colour: at + 1 }));

/** Bars to compare, each with its table. */
export function Charts({ figures }: { figures: Figures }) {
  const { bySeverity, byCategory, bySource, byRepository, byWeek } = figures;
  return (
    <>
      <Section id="weeks" title="By week" isOpen>
        <div class="charts">
          <Money title="Cost by week" what="Week of" groups={byWeek} />
          <Fates title="Findings by week" what="Week of" groups={byWeek} />
        </div>
        <Places caption="Figures by week" what="Week of" groups={byWeek} />
      </Section>
      <Section id="kinds" title="By severity, category and source" isOpen>
        <div class="charts">
          <Fates title="Findings by severity" what="Severity" groups={bySeverity} />
          <Fates title="Findings by category" what="Category" groups={byCategory} />
          <Fates title="Findings by source" what="Source" groups={bySource} />
        </div>
        <ActedOn groups={[...bySeverity, ...byCategory, ...bySource]} />
      </Section>
      <Section id="repositories" title="By repository" count={String(byRepository.length)} isOpen>
        <div class="charts">
          <Money title="Cost by repository" what="Repository" groups={byRepository} />
          <Fates title="Findings by repository" what="Repository" groups={byRepository} />
        </div>
        <Places caption="Figures by repository" what="Repository" groups={byRepository} />
      </Section>
    </>
  );
}

interface Grouped<Group> {
  title: string;
  what: string;
  groups: readonly Group[];
}

function Fates({ title, what, groups }: Grouped<FindingGroup>) {
  const { format } = useSurroundings();
  const rows = groups.map(({ name, fates }) => ({ name: line(name, 120), values: FATES.map((fate) => fates[fate]) }));
  return <Bars title={title} what={what} series={SERIES} rows={rows} show={format.count} most={26} />;
}

function Money({ title, what, groups }: Grouped<PlaceGroup>) {
  const { format } = useSurroundings();
  const rows = groups.map(({ name, usd }) => ({ name: line(name, 120), values: [usd] }));
  return (
    <Bars title={title} what={what} series={[{ name: 'Cost', colour: 6 }]} rows={rows} show={format.money} most={26} />
  );
}

function ActedOn({ groups }: { groups: readonly FindingGroup[] }) {
  const { format } = useSurroundings();
  return (
    <Table
      caption="Acted on: fixed, of what was fixed, refused or closed by a person"
      columns={[{ name: 'Kind' }, { name: 'Findings', isNumber: true }, { name: 'Acted on' }]}
      rows={groups.map(({ name, findings, actedOn }) => [
        line(name, 60),
        format.count(findings),
        shareText(actedOn, format),
      ])}
    />
  );
}

function Places({ caption, what, groups }: { caption: string; what: string; groups: readonly PlaceGroup[] }) {
  const { format } = useSurroundings();
  return (
    <Table
      caption={caption}
      columns={[
        { name: what },
        ...['Pull requests', 'Reviewed', 'Findings', 'Cost'].map((name) => ({ name, isNumber: true })),
        ...[{ name: 'Acted on' }, { name: 'Coverage' }],
      ]}
      rows={groups.map((group) => [
        line(group.name, 120),
        ...[group.pullRequests, group.reviewed, group.findings].map(format.count),
        ...[format.money(group.usd), shareText(group.actedOn, format), coverageText(group.coverage, format)],
      ])}
    />
  );
}
