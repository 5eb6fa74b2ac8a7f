import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClaudeEmulator, DEFAULT_KEY, startClaude } from './emulators/claude/server';

interface DataSource {
  name: string;
  endpointUrl: string;
  headers: { name: string; value: string }[];
}

const ROOT = join(__dirname, '..');

/** As the service's own templates are filled in: a selector, or `#regex`, which gives the first group of a pattern without spaces. */
function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(
    /\{\{\s*(?:#regex (\S+) )?([\w.]+)\s*\}\}/g,
    (_, pattern: string | undefined, name: string) => {
      const value = values[name] ?? assert.fail(`no ${name}`);
      return pattern === undefined ? value : (new RegExp(pattern).exec(value)?.[1] ?? '');
    },
  );
}

describe('“Verify” of the service connection', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'vss-extension.json'), 'utf8'));
  const { properties } = manifest.contributions.find(
    (one: { type: string }) => one.type === 'ms.vss-endpoint.service-endpoint-type',
  );
  const [scheme] = properties.authenticationSchemes;
  const source: DataSource = properties.dataSources.find(({ name }: DataSource) => name === 'TestConnection');
  let claude: ClaudeEmulator;

  before(async () => {
    claude = await startClaude();
  });
  after(() => claude.close());

  async function verify(url: string, apitoken = DEFAULT_KEY): Promise<{ status: number; asked: string }> {
    const values = { 'endpoint.url': url, 'endpoint.apitoken': apitoken };
    const asked = filled(source.endpointUrl, values);
    const headers = [...scheme.headers, ...source.headers].map(({ name, value }) => [name, filled(value, values)]);
    const { status } = await fetch(asked, { headers: Object.fromEntries(headers) });
    return { status, asked };
  }

  for (const slashes of ['', '/', '//']) {
    it(`works with ${slashes.length} final slashes`, async () => {
      const base = claude.url.replace(/\/+$/, '');
      assert.deepEqual(await verify(`${base}${slashes}`), { status: 200, asked: `${base}/v1/models?limit=1` });
    });
  }

  it('keeps the path of a gateway, with and without a slash behind it', () => {
    for (const url of ['https://gateway.example/team/anthropic', 'https://gateway.example/team/anthropic/'])
      assert.equal(
        filled(source.endpointUrl, { 'endpoint.url': url }),
        'https://gateway.example/team/anthropic/v1/models?limit=1',
      );
  });

  it('fails with another key', async () => {
    assert.equal((await verify(claude.url, 'sk-wrong')).status, 401);
  });
});
