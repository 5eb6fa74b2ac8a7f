import * as z from 'zod';
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

/** What a reader sees of html: no markup, no comments, a line for each block. */
function plain(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<(br|\/p|\/div|\/li|\/h\d|\/tr)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => entity(name) ?? whole)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : undefined;
}
