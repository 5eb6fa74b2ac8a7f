import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Door, SetUpOrder } from '../../ports/workshop';
import { startProxy } from './proxy';
import { RELAY, RELAY_PORT } from './relay';

const INSIDE = '/run/second-pass';

/** Opens the only way out of a workshop: a socket in the folder, and what programs inside need to find it. */
export async function openDoor(folder: string, { egress }: Pick<SetUpOrder, 'egress'>): Promise<Door> {
  await mkdir(folder, { recursive: true });
  const script = join(folder, 'relay.js');
  await writeFile(script, RELAY);
  const proxy = await startProxy(join(folder, 'socket'), egress);
  const address = `http://127.0.0.1:${RELAY_PORT}`;
  return {
    relay: [
      { from: process.execPath, to: `${INSIDE}/node` },
      { from: script, to: `${INSIDE}/relay.js` },
    ],
    before: [`${INSIDE}/node`, `${INSIDE}/relay.js`],
    environment: Object.fromEntries(
      ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].map((name) => [name, address] as const),
    ),
    uses: proxy.uses,
    close: proxy.close,
  };
}
