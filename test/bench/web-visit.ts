import type { Browser, Frame, Page } from 'playwright-core';
import { frameOf, openTab } from '../web/chromium';

const WHILE = 1000;
const SPANS =
  "performance.getEntriesByType('resource').filter((one) => one.name.includes('/_apis/')).map((one) => [one.startTime, one.responseEnd])";
const SCRIPTS_THERE =
  "Math.max(...performance.getEntriesByType('resource').filter((one) => one.initiatorType === 'script').map((one) => one.responseEnd))";

/** One question of a page to the collection; times in milliseconds of this process. */
export interface Question {
  url: string;
  asked: number;
  answered: number;
}

export interface Visit {
  page: Frame;
  questions: readonly Question[];
  /** From the arrival of the page's last script, before any of them runs, to the content painted first. */
  shown(): Promise<number>;
  /** From the call of the SDK to its answer. */
  handshake(): Promise<number>;
  /** From when to when each question lasted, by the browser's own clock. */
  spans(): Promise<readonly (readonly [from: number, to: number])[]>;
  /** Resolves when all was answered, and nothing more was asked for a while. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface Visited {
  /** How many times slower the browser's processor is made. */
  slower?: number;
}

/** Opens a page of the extension in a tab of its own, and notes what it asks. */
export async function visit(browser: Browser, url: string, { slower = 1 }: Visited = {}): Promise<Visit> {
  const { page: tab, context } = await openTab(browser);
  const questions = questionsOf(tab);
  if (slower > 1) await (await context.newCDPSession(tab)).send('Emulation.setCPUThrottlingRate', { rate: slower });
  await tab.goto(url);
  const page = await frameOf(tab);
  await page.evaluate('performance.setResourceTimingBufferSize(10000)');
  const entry = async (name: string, figure: 'startTime' | 'duration') => {
    for (;;) {
      const told = await page.evaluate(`performance.getEntriesByName('${name}')[0]?.${figure}`);
      if (typeof told === 'number') return told;
      await pause(25);
    }
  };
  return {
    ...{ page, questions },
    async shown() {
      const painted = await entry('second-pass-shown', 'startTime');
      return painted - Number(await page.evaluate(SCRIPTS_THERE));
    },
    handshake: () => entry('second-pass-handshake', 'duration'),
    spans: () => page.evaluate(SPANS) as Promise<[number, number][]>,
    async settled() {
      for (let before = -1; before !== questions.length || !questions.every(isAnswered); await pause(WHILE))
        before = questions.length;
    },
    close: () => context.close(),
  };
}

function isAnswered({ answered }: Question): boolean {
  return Number.isFinite(answered);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The browser's own questions before those of another origin are none of the page's. */
function questionsOf(tab: Page): Question[] {
  const questions: Question[] = [];
  const open = new Map<object, Question>();
  tab.on('request', (request) => {
    if (request.method() !== 'GET' || !request.url().includes('/_apis/') || request.frame() === tab.mainFrame()) return;
    const question = { url: request.url(), asked: performance.now(), answered: Number.POSITIVE_INFINITY };
    questions.push(question);
    open.set(request, question);
  });
  const end = (request: object) => {
    const question = open.get(request);
    if (question) question.answered = performance.now();
  };
  tab.on('requestfinished', end);
  tab.on('requestfailed', end);
  return questions;
}

/** Most that were open at one time, each from its beginning to its end. */
export function mostAtOnce(spans: readonly (readonly [from: number, to: number])[]): number {
  return Math.max(0, ...spans.map(([at]) => spans.filter(([from, to]) => from <= at && to > at).length));
}

/** True when the first so many were all asked before any of them was answered. */
export function areSideBySide(questions: readonly Question[], count: number): boolean {
  const first = questions.slice(0, count);
  return Math.max(...first.map(({ asked }) => asked)) < Math.min(...first.map(({ answered }) => answered));
}
