import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from 'playwright-core';
import type { Frame as HostFrame } from '../emulators/azure-devops/frame/frame';

/** Chromium without windows does the same for a third of the processor's time. */
const PROGRAM = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
  .map((name) => `/usr/bin/${name}`)
  .find(existsSync);
const RESULTS = join(__dirname, '..', '..', 'test-results');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** One browser for a whole file of tests; undefined where none is installed, unless one is demanded. */
export async function startChromium(): Promise<Browser | undefined> {
  if (PROGRAM === undefined) {
    if (process.env.SECOND_PASS_REQUIRE_CHROMIUM === '1') throw new Error('Chromium is not installed.');
    console.log(
      '    Chromium is not installed: the browser test is skipped (Debian: apt-get install chromium-headless-shell).',
    );
    return undefined;
  }
  mkdirSync(RESULTS, { recursive: true });
  return chromium.launch({ executablePath: PROGRAM, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A tab that remembers everything that pages promise never to do. */
export interface Watched {
  page: Page;
  context: BrowserContext;
  /** Addresses that were asked, in order. */
  asked: string[];
  /** Broken policies, errors and complaints of the console. */
  complaints: string[];
  /** Authorization headers by the origin they went to. */
  tokens: Map<string, Set<string>>;
}

export interface TabOptions {
  width?: number;
  height?: number;
  forcedColors?: 'active' | 'none';
}

export async function openTab(
  browser: Browser,
  { width = 1280, height = 900, forcedColors }: TabOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width, height }, ...(forcedColors ? { forcedColors } : {}) });
  const page = await context.newPage();
  const watched: Watched = { page, context, asked: [], complaints: [], tokens: new Map() };
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    watched.asked.push(request.url());
    const token = request.headers().authorization;
    if (token) watched.tokens.set(origin, (watched.tokens.get(origin) ?? new Set()).add(token));
  });
  page.on('pageerror', (error) => watched.complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      watched.complaints.push(`console: ${message.text()}`);
  });
  return watched;
}

/** Nothing was asked of others, nothing was complained of, and the token went to the service alone. */
export function assertKept({ asked, complaints, tokens }: Watched, serviceUrl: string, hostOrigin: string): void {
  const service = new URL(serviceUrl).origin;
  const origins = new Set(asked.map((url) => new URL(url).origin));
  assert.deepEqual(
    [...origins].filter((origin) => ![service, hostOrigin].includes(origin)),
    [],
  );
  assert.deepEqual(complaints, []);
  assert.deepEqual(
    [...tokens.keys()].filter((origin) => origin !== service),
    [],
  );
}

/** Hosts, handshakes, themes and widths that every page is looked at in. */
export const PLACES: readonly [
  mode: HostFrame['mode'],
  handshake: HostFrame['handshake'],
  theme: HostFrame['theme'],
  width: number,
][] = [
  ['services', 'current', 'light', 1280],
  ['server', 'older', 'dark', 1280],
  ['services', 'older', 'contrast', 640],
  ['server', 'current', 'none', 320],
];

/** The frame of the extension, once its page has drawn something. */
export async function frameOf(page: Page): Promise<Frame> {
  const handle = await page.waitForSelector('iframe', { state: 'attached' });
  const frame = await handle.contentFrame();
  if (!frame) throw new Error('The frame holds no page.');
  await frame.waitForSelector('.page');
  return frame;
}

export async function violations(frame: Frame): Promise<string[]> {
  await frame.evaluate(AXE);
  return frame.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations: all } = await axe.run();
    return all.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 4)
          .map(({ html }) => html.slice(0, 160))
          .join(' | ')}`,
    );
  });
}

export async function unfold(frame: Frame): Promise<void> {
  await frame.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
}

/** True when nothing is cut off at the side. */
export function fits(frame: Frame): Promise<boolean> {
  return frame.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
}

/** Walks through the page by the tab key, and names what is not reached, or does not show that it is. */
export async function lostToTheKeyboard({ page: tab }: Watched, page: Frame): Promise<string[]> {
  await page.evaluate(`(() => {
    const isShown = (one) => one.checkVisibility({ contentVisibilityAuto: true }) && one.getClientRects().length > 0;
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(isShown);
    const groups = new Set();
    globalThis.lost = new Map(all.flatMap((one) => {
      if (one.type !== 'radio') return [[one, 'not reached']];
      if (groups.has(one.name)) return [];
      groups.add(one.name);
      return [[all.find(({ name, checked }) => name === one.name && checked) ?? one, 'not reached']];
    }));
    document.body.tabIndex = -1;
    document.body.focus();
  })()`);
  const count = Number(await page.evaluate('lost.size'));
  assert.ok(count > 2, 'nothing to reach');
  for (let pressed = 0; pressed < count + 2; pressed += 1) {
    await tab.keyboard.press('Tab');
    await page.evaluate(`(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      if (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) lost.delete(document.activeElement);
      else if (lost.has(document.activeElement)) lost.set(document.activeElement, 'not seen');
    })()`);
  }
  return page.evaluate("[...lost].map(([one, why]) => why + ': ' + one.outerHTML.slice(0, 150))");
}

export function screenshotPath(name: string): string {
  return join(RESULTS, `${name}.png`);
}

const PATIENCE = 20_000;

/** Waits until the expression is true; the page's own policy forbids to wait inside of it. */
export async function until(frame: Frame, expression: string, patience = PATIENCE): Promise<void> {
  const end = Date.now() + patience;
  while (!(await frame.evaluate(`Boolean(${expression})`))) {
    if (Date.now() > end) throw new Error(`Not true after ${patience} ms: ${expression}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
