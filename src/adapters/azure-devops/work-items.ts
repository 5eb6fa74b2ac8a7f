import * as z from 'zod';
import { cutText } from '../../cut-text';
import { SecondPassError } from '../../errors';
import type { WorkItems } from '../../ports/work-items';
import { baseUrl, createRest, type RestOptions } from './rest';

const FIELDS = ['System.Title', 'System.Description', 'Microsoft.VSTS.TCM.ReproSteps', 'System.State'];

const shape = z.looseObject({
  id: z.int(),
  rev: z.int().nullish(),
  fields: z.record(z.string(), z.unknown()),
});

/** Work items of the project, read alone. */
export function createWorkItems(options: RestOptions & { project: string }): WorkItems {
  const rest = createRest(options);
  const project = encodeURIComponent(options.project);
  return {
    async read(id) {
      try {
        const { rev, fields } = await rest.json({
          method: 'GET',
          path: `${project}/_apis/wit/workItems/${id}`,
          route: 'wit/workItems/{id}',
          query: { fields: FIELDS.join(',') },
          shape,
        });
        const text = (name: string) => plain(typeof fields[name] === 'string' ? fields[name] : '');
        const description = [text('System.Description'), text('Microsoft.VSTS.TCM.ReproSteps')].filter(Boolean);
        return {
          ...{ id, title: text('System.Title'), description: description.join('\n\n'), state: text('System.State') },
          ...{ revision: rev ?? 0, url: `${baseUrl(options.collectionUrl)}${project}/_workitems/edit/${id}` },
        };
      } catch (error) {
        if (error instanceof SecondPassError && error.status === 404) return null;
        throw error;
      }
    },
  };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };

/** Nobody reads more of a work item, and no model is sent more. */
const LONGEST = 200_000;

/** What a reader sees of html: no markup, no comments, a line for each block. */
function plain(html: string): string {
  return ['<!--  -->', '<script </script>', '<style </style>']
    .map((pair) => pair.split(/ +/))
    .reduce((text, [open = '', close = '']) => withoutBetween(text, open, close), cutText(html, LONGEST))
    .replace(/<(?:br|\/p|\/div|\/li|\/h\d|\/tr)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(#x?[0-9a-f]{1,8}|[a-z]{1,8});/gi, (whole, name: string) => entity(name) ?? whole)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Everything from an opening to its end, both included; what is never closed goes to the end of the text. */
function withoutBetween(text: string, open: string, close: string): string {
  const lower = text.toLowerCase();
  const kept: string[] = [];
  let at = 0;
  for (let start = lower.indexOf(open); start >= 0; start = lower.indexOf(open, at)) {
    kept.push(text.slice(at, start));
    const end = lower.indexOf(close, start);
    at = end < 0 ? text.length : end + close.length;
  }
  return [...kept, text.slice(at)].join('');
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : undefined;
}
