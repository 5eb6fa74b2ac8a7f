export const RELAY_PORT = 3128;

/**
 * Runs inside: programs know proxies by an address alone, so a port of the workshop's own loopback leads to the socket. It starts
 * the command as its child and ends as that ends.
 */
export const RELAY = `'use strict';
const take = require;
const { createServer, connect } = take('node:net');
const { spawn } = take('node:child_process');
const server = createServer((from) => {
  const to = connect('/run/door/socket');
  const end = () => { from.destroy(); to.destroy(); };
  from.on('error', end).on('close', end);
  to.on('error', end).on('close', end);
  from.pipe(to).pipe(from);
});
server.listen(${RELAY_PORT}, '127.0.0.1', () => {
  const [program, ...words] = process.argv.slice(2);
  const child = spawn(program, words, { stdio: 'inherit' });
  child.on('error', () => process.exit(127));
  child.on('exit', (code, signal) => process.exit(signal ? 128 : code));
});
`;
