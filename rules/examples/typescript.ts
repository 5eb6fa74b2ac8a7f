import { exec, execFile } from 'node:child_process';
import * as https from 'node:https';
import * as jwt from 'jsonwebtoken';

export function evaluatedText(text: string) {
  // ruleid: second-pass.typescript.evaluated-text
  eval(text);
  // ruleid: second-pass.typescript.evaluated-text
  new Function('a', text);
  // ok: second-pass.typescript.evaluated-text
  eval('1 + 1');
  // ok: second-pass.typescript.evaluated-text
  JSON.parse(text);
}

export function shellCommand(name: string, pattern: RegExp) {
  // ruleid: second-pass.typescript.shell-command
  exec(`ls ${name}`, () => undefined);
  // ruleid: second-pass.typescript.shell-command
  exec('ls ' + name, () => undefined);
  // ok: second-pass.typescript.shell-command
  exec('ls -l', () => undefined);
  // ok: second-pass.typescript.shell-command
  execFile('ls', [name]);
  // ok: second-pass.typescript.shell-command
  pattern.exec(`a${name}`);
}

export async function sqlBuiltFromText(database: any, name: string) {
  // ruleid: second-pass.typescript.sql-built-from-text
  await database.query(`SELECT * FROM users WHERE name = '${name}'`);
  // ruleid: second-pass.typescript.sql-built-from-text
  await database.query("DELETE FROM users WHERE name = '" + name + "'");
  // ok: second-pass.typescript.sql-built-from-text
  await database.query('SELECT * FROM users WHERE name = $1', [name]);
  // ok: second-pass.typescript.sql-built-from-text
  await database.query(`users/${name}`);
}

export function markupFromText(element: HTMLElement, text: string) {
  // ruleid: second-pass.typescript.markup-from-text
  element.innerHTML = `<b>${text}</b>`;
  // ruleid: second-pass.typescript.markup-from-text
  element.insertAdjacentHTML('beforeend', text);
  // ok: second-pass.typescript.markup-from-text
  element.innerHTML = '';
  // ok: second-pass.typescript.markup-from-text
  element.innerHTML = DOMPurify.sanitize(text);
  // ok: second-pass.typescript.markup-from-text
  element.textContent = text;
}

export function tlsVerificationOff(ca: string) {
  // ruleid: second-pass.typescript.tls-verification-off
  new https.Agent({ keepAlive: true, rejectUnauthorized: false });
  // ruleid: second-pass.typescript.tls-verification-off
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  // ok: second-pass.typescript.tls-verification-off
  new https.Agent({ ca, rejectUnauthorized: true });
}

export function messageToAnyOrigin(target: Window) {
  // ruleid: second-pass.typescript.message-to-any-origin
  target.postMessage({ ready: true }, '*');
  // ok: second-pass.typescript.message-to-any-origin
  target.postMessage({ ready: true }, 'https://example.com');
}

export function predictableSecret() {
  // ruleid: second-pass.typescript.predictable-secret
  const resetToken = Math.random().toString(36).slice(2);
  // ok: second-pass.typescript.predictable-secret
  const delay = Math.random() * 1000;
  // ok: second-pass.typescript.predictable-secret
  const sessionId = crypto.randomUUID();
  return { resetToken, delay, sessionId };
}

export function unsignedToken(token: string, key: string) {
  // ruleid: second-pass.typescript.unsigned-token
  jwt.verify(token, key, { algorithms: ['HS256', 'none'] });
  // ok: second-pass.typescript.unsigned-token
  jwt.verify(token, key, { algorithms: ['HS256'] });
}

export async function asyncCallbackNotAwaited(names: string[], load: (name: string) => Promise<void>) {
  // ruleid: second-pass.typescript.async-callback-not-awaited
  names.forEach(async (name) => {
    await load(name);
  });
  // ok: second-pass.typescript.async-callback-not-awaited
  names.forEach((name) => name.trim());
  // ok: second-pass.typescript.async-callback-not-awaited
  await Promise.all(names.map(async (name) => load(name)));
}

export function asyncPromiseExecutor(load: () => Promise<string>) {
  // ruleid: second-pass.typescript.async-promise-executor
  const bad = new Promise(async (resolve) => {
    resolve(await load());
  });
  // ok: second-pass.typescript.async-promise-executor
  const good = new Promise((resolve) => setTimeout(resolve, 10));
  return [bad, good];
}

export function comparedWithNan(value: number) {
  // ruleid: second-pass.typescript.compared-with-nan
  if (value === NaN) return true;
  // ok: second-pass.typescript.compared-with-nan
  return Number.isNaN(value);
}
