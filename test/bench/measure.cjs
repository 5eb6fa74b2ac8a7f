// Loaded into the task's process before its own code: writes what the process took to the file that the environment names.
const { readFileSync, writeFileSync } = require('node:fs');
const childProcess = require('node:child_process');
const { extname } = require('node:path');
const { Worker } = require('node:worker_threads');

const file = process.env.SECOND_PASS_MEASURED;
delete process.env.SECOND_PASS_MEASURED;
const started = [];
const grammars = new Set();
const threads = [];
let outlined = 0;

for (const name of ['spawn', 'execFile', 'spawnSync', 'execFileSync']) {
  const original = childProcess[name];
  childProcess[name] = function counted(program, words, ...rest) {
    started.push([program, ...(Array.isArray(words) ? words : [])].join(' '));
    return original.call(this, program, words, ...rest);
  };
}

const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function counted(message, ...rest) {
  if (message?.ask === 'outline') {
    outlined += 1;
    if (!threads.includes(this)) threads.push(this);
    // Each thread loads the grammar of a language once.
    grammars.add(`${threads.indexOf(this)} ${extname(message.path)}`);
  }
  return postMessage.call(this, message, ...rest);
};

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(
    file,
    JSON.stringify({
      processor: (userCPUTime + systemCPUTime) / 1e6,
      programs: programSeconds(),
      megabytes: maxRSS / 1024,
      started,
      outlined,
      grammars: grammars.size,
      // Parts of Node that take long to make ready and that nothing here needs.
      heavy: process.moduleLoadList.filter((name) => /internal\/(?:deps\/undici|http2\/core)/.test(name)),
    }),
  );
});

/** Processor seconds of the programs that this process has waited for, in hundredths; Linux alone tells them. */
function programSeconds() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}
