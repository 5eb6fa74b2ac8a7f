import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processesNow } from '../../../src/adapters/process/process-list';
import type { HandsAnswer } from '../../../src/ports/hands';
import type { Workshop } from '../../../src/ports/workshop';
import { hasBubblewrap, never, said, setUpWorkbench, type Workbench } from '../../work/workbench';

/** Like the real ones, but reached sooner on a machine that is shared. */
const LIMITS = {
  memory: 300,
  processes: 60,
  threads: 120,
  file: 10_485_760,
  disk: 52_428_800,
  entries: 2_000,
  printed: 8_388_608,
};

(hasBubblewrap() ? describe : describe.skip)('a workshop behind bubblewrap', () => {
  let bench: Workbench;
  let workshop: Workshop;
  before(async () => {
    process.env.SECOND_PASS_TEST_SECRET = 'sk-ant-the-agents-own-key';
    bench = await setUpWorkbench({ 'a.txt': 'hello\n', 'sub/b.txt': 'b\n' }, LIMITS);
    workshop = await bench.open();
  });
  after(async () => {
    delete process.env.SECOND_PASS_TEST_SECRET;
    await bench.close();
  });

  const run = (script: string, more: { words?: string[]; time?: number; input?: string; kept?: number } = {}) =>
    workshop.hands.run({ script, time: 20_000, ...more }, never);

  it('runs a command on the copy, with words that are no part of the script', async () => {
    const answer = await run('cat a.txt; printf %s "$1"; exit 3', { words: ['$(id); `id` "x"'] });
    assert.deepEqual([answer.why, answer.code, said(answer)], ['exit', 3, 'hello\n$(id); `id` "x"']);
  });

  it('has an environment of three names', async () => {
    const names = said(await run('env | cut -d= -f1'))
      .trim()
      .split('\n')
      .sort();
    assert.deepEqual(
      names.filter((name) => name !== 'PWD'),
      ['HOME', 'LC_ALL', 'PATH'],
    );
  });

  const nothing: [what: string, script: string, seen: RegExp][] = [
    ['the environment of any process', 'cat /proc/*/environ 2>/dev/null | tr "\\0" "\\n"', /sk-ant|SECOND_PASS_TEST/],
    ['other processes', 'ls /proc | grep -E "^[0-9]+$" | wc -l', /^[0-9]{2,}/],
    ['the home of any user', 'ls -A /root /home 2>&1; cat /root/.bashrc /home/*/.bashrc 2>&1', /\.ssh|alias /],
    ['users of the machine', 'cat /etc/passwd', /root:/],
    ['passwords', 'cat /etc/shadow 2>&1', /root:/],
    ['the agent', `ls ${process.cwd()} 2>&1`, /package\.json/],
    ['folders of other runs', 'ls /tmp /var /run 2>&1', /second-pass|workbench/],
    ['a network but its own loopback', 'cat /proc/net/dev | grep -cE "eth|ens|veth|docker"', /^[1-9]/],
    ['a name server', 'getent hosts example.com || cat /etc/resolv.conf 2>&1', /nameserver|\d+\.\d+\.\d+\.\d+/],
    [
      'a socket past its network: to the host of a virtual machine, into the kernel',
      `python3 -c "
import socket
for family in range(64):
  for kind in (1, 2, 3, 5):
    try: socket.socket(family, kind, 0).close(); print('family', family)
    except OSError: pass"`,
      /family (?!1$|2$|10$|16$)\d+$/m,
    ],
    ['capabilities', 'grep -E "Cap(Prm|Eff|Bnd|Amb)" /proc/self/status | grep -v 0000000000000000', /Cap/],
    ['calls without a filter', 'grep Seccomp: /proc/self/status', /\s0$/m],
    ['keys of the agent', 'cat /proc/keys 2>/dev/null', /./],
    ['a way to new rights', 'grep NoNewPrivs /proc/self/status', /\s0$/m],
    ['devices of the machine', 'ls /dev | grep -E "sd|vd|nvme|mem|kmsg|loop|tty[0-9]"', /./],
    ['settings of the kernel to write', 'echo 1 > /proc/sys/kernel/panic && echo done', /done/],
    ['mounts', 'mount -t tmpfs x /work 2>&1 && echo done', /done/],
    ['namespaces of its own', 'unshare -r id 2>&1', /uid=0/],
    [
      'places to write but its own',
      'for f in / /usr /etc /dev /proc /sys /run; do touch $f/x 2>/dev/null && echo $f; done',
      /\//,
    ],
  ];
  for (const [what, script, seen] of nothing) {
    it(`holds nothing of ${what}`, async () => assert.doesNotMatch(said(await run(script)), seen));
  }

  it('reaches no service of the machine: direct, loopback, metadata address, abstract socket', async () => {
    const server = await listening();
    const { port } = server.address() as AddressInfo;
    const tries = ['127.0.0.1', '169.254.169.254', '10.0.0.1', '192.168.0.1', 'example.com'].map(
      (host) => `timeout 2 bash -c 'exec 3<>/dev/tcp/${host}/${port}' 2>/dev/null && echo ${host}`,
    );
    assert.equal(said(await run(`${tries.join('; ')}; true`)), '');
    server.close();
  });

  const limits: [what: string, script: string, time: number, why: HandsAnswer['why'][]][] = [
    ['time', 'sleep 60', 700, ['time']],
    ['endless output', 'yes', 20_000, ['output']],
    ['a fork bomb', 'f() { f | f & }; f; sleep 2', 20_000, ['processes', 'exit', 'time']],
    ['processes that stay', 'for i in $(seq 1 90); do sleep 30 & done; sleep 30', 20_000, ['processes']],
    [
      'a full disk',
      'for i in $(seq 1 9); do head -c 9000000 /dev/zero > /work/fill$i; done; sleep 5',
      20_000,
      ['space'],
    ],
    ['memory', 'python3 -c "x = bytes([1]) * (500 * 1024 ** 2); import time; time.sleep(20)"', 20_000, ['memory']],
  ];
  for (const [what, script, time, why] of limits) {
    it(`ends ${what}, and goes on afterwards`, async () => {
      const answer = await run(script, { time });
      assert.ok(why.includes(answer.why), answer.why);
      assert.equal(said(await run('ls /proc | grep -cE "^[0-9]+$"; cat a.txt')).endsWith('hello\n'), true);
    });
  }

  it('ends the run where all commands together leave too much, and nothing of it stays', async () => {
    const own = await bench.open();
    const leave = (at: number) =>
      own.hands.run(
        { script: `fallocate -l 9M ${at}a; fallocate -l 9M ${at}b; fallocate -l 9M ${at}c; sleep 0.6`, time: 20_000 },
        never,
      );
    await assert.rejects(
      async () => {
        for (let at = 0; at < 12; at += 1) await leave(at);
      },
      { code: 'workshop-too-large' },
    );
    assert.deepEqual(await own.destroy(), []);
    assert.equal(existsSync(own.tree), false);
  });

  const hidden: [what: string, script: string][] = [
    [
      'files in memory',
      'f = [os.memfd_create("x") for i in range(60)]; [os.write(one, bytes(1 << 20)) for one in f for i in range(9)]',
    ],
    [
      'segments that nobody has attached',
      'c = ctypes.CDLL(None); c.shmat.restype = ctypes.c_void_p; f = lambda at: (ctypes.memset(at, 1, 100 << 20), c.shmdt(ctypes.c_void_p(at))); [f(c.shmat(c.shmget(0, 100 << 20, 0o1600), None, 0)) for i in range(6)]',
    ],
  ];
  for (const [what, script] of hidden)
    it(`ends memory that no process holds: ${what}`, async () => {
      const answer = await run(`python3 -c 'import ctypes, os, time; ${script}; time.sleep(20)'`, { time: 30_000 });
      assert.equal(answer.why, 'memory', said(answer));
    });

  it('counts what all commands leave, and lets one that removes it go on', async () => {
    const own = await bench.open();
    const make = (from: number, seconds: number) =>
      own.hands.run(
        {
          script: `for i in $(seq ${from} ${from + 1_199}); do echo many/$i; done | xargs mkdir -p; sleep ${seconds}`,
          time: 120_000,
        },
        never,
      );
    assert.deepEqual([(await make(0, 2)).why, (await make(1_200, 60)).why], ['exit', 'entries']);
    const removed = await own.hands.run({ script: 'rm -rf many; sleep 1; echo removed', time: 120_000 }, never);
    assert.deepEqual([removed.why, said(removed)], ['exit', 'removed\n']);
  });

  it('does not wait until what was left for nobody is removed', async () => {
    const own = await bench.open();
    await own.hands.run({ script: 'mkdir /tmp/a; touch /tmp/a/b /dev/shm/c; chmod 000 /tmp/a', time: 20_000 }, never);
    const next = await own.hands.run({ script: 'ls -A /tmp /dev/shm', time: 20_000 }, never);
    assert.equal(said(next), '/dev/shm:\n\n/tmp:\n');
    assert.deepEqual(await own.destroy(), []);
    assert.equal(existsSync(own.tree), false);
  });

  it('ends a file of five gigabytes at its limit', async () => {
    const answer = await run('head -c 5368709120 /dev/zero > big; stat -c %s big; rm big');
    assert.equal(Number(/(\d+)\s*$/.exec(said(answer))?.[1]) <= 10_485_760, true, said(answer));
  });

  it('leaves no process behind: a child in a session of its own writes nothing after the end', async () => {
    const answer = await run("setsid nohup sh -c 'sleep 1; echo late > /work/late' >/dev/null 2>&1 & exit 0");
    assert.equal(answer.why, 'exit');
    await pause(1_500);
    assert.equal(existsSync(join(workshop.tree, 'late')), false);
  });

  it('is empty as soon as a command has ended, by itself or by its limit', async () => {
    const running = () => processesNow().filter(({ pid }) => wordsOf(pid).includes('98765'));
    const leave = 'setsid sleep 98765 >/dev/null 2>&1 & (sleep 98765 &) ';
    await run(`${leave}; exit 0`);
    assert.deepEqual(running(), []);
    assert.equal((await run(`${leave}; sleep 98765`, { time: 500 })).why, 'time');
    assert.deepEqual(running(), []);
  });

  it('is given three descriptors, and none that the agent was left open by whoever started it', () => {
    const look = 'for one in /proc/self/fd/*; do readlink $one; done | grep -v ^/proc/ | sort | uniq -c';
    const own = join(__dirname, 'descriptors.ts');
    const shell = `exec 251>/dev/full 252</etc/passwd; exec "$0" --require tsx/cjs "$1" "$2"`;
    const told = execFileSync('bash', ['-c', shell, process.execPath, own, look], { encoding: 'utf8' });
    assert.deepEqual(
      told.match(/^\s*\d+ .*$/gm)?.map((line) => line.trim().replace(/\d+\]$/, ']')),
      ['3 /dev/null', '1 pipe:[]', '1 socket:[]'],
    );
  });

  it('answers a command that prints and then waits, once, and ends its input', async () => {
    const seen: string[] = [];
    const reply = (printed: Uint8Array) => {
      seen.push(Buffer.from(printed).toString());
      return seen.at(-1)?.endsWith('?\n') ? 'yes\nand more' : undefined;
    };
    const script = 'echo Shall I?; read -r word; echo "$word:"; cat; echo again?';
    const answer = await workshop.hands.run({ script, reply, time: 20_000 }, never);
    assert.deepEqual([answer.code, said(answer), seen.length], [0, 'Shall I?\nyes:\nand moreagain?\n', 1]);
  });

  it('does not wait for a child that holds the output open', async () => {
    const answer = await run('sleep 300 & echo done');
    assert.deepEqual([answer.why, said(answer)], ['exit', 'done\n']);
    assert.ok(answer.milliseconds < 5_000);
  });

  it('keeps nothing in the places for passing things, and what is installed at home', async () => {
    await run('echo x > /tmp/x; echo x > /dev/shm/x; mkdir -p ~/.cache; echo y > ~/.cache/y; chmod 000 /tmp');
    assert.equal(said(await run('ls /tmp /dev/shm; cat ~/.cache/y')), '/dev/shm:\n\n/tmp:\ny\n');
  });

  it('keeps both ends of a long output and counts the rest', async () => {
    const answer = await run('echo begin; head -c 300000 /dev/zero | tr "\\0" x; echo; echo end', { kept: 1000 });
    assert.equal(answer.printed, 300_011);
    assert.deepEqual([answer.first.length, answer.last.length], [1000, 1000]);
    assert.match(Buffer.from(answer.first).toString(), /^begin\nx/);
    assert.match(Buffer.from(answer.last).toString(), /x\nend\n$/);
  });

  it('gives input to a command and takes every byte', async () => {
    const answer = await run('cat', { input: 'a\0b\u00e9' });
    assert.equal(said(answer), 'a\0b\u00e9');
  });

  it('ends with the signal', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    const answer = await workshop.hands.run({ script: 'sleep 30', time: 60_000 }, stop.signal);
    assert.equal(answer.why, 'cancelled');
    assert.ok(answer.milliseconds < 3_000);
  });

  it('does nothing more once it is stopped, and is removed whatever was left in it', async () => {
    const own = await bench.open();
    const slow = own.hands.run({ script: 'sleep 30', time: 60_000 }, never);
    await pause(150);
    await own.stop();
    assert.equal((await slow).why, 'cancelled');
    assert.equal((await own.hands.run({ script: 'touch /work/after', time: 1_000 }, never)).why, 'cancelled');
    assert.equal(existsSync(join(own.tree, 'after')), false);
    const odd = await bench.open();
    await odd.hands.run(
      {
        script:
          'mkdir -p deep; cd deep; for i in $(seq 1 900); do mkdir -p dddd && cd dddd; done; cd /work; mkdir no; touch no/x; chmod 000 no',
        time: 20_000,
      },
      never,
    );
    assert.deepEqual(await odd.destroy(), []);
    assert.equal(existsSync(odd.tree), false);
  });

  describe('while it is set up', () => {
    const setUp = (command: string, egress = [{ host: 'registry.example', port: 443 }]) =>
      workshop.setUp({ command, time: 20_000, egress }, never);
    const ask = (host: string) =>
      `node -e "require('http').request({host:'127.0.0.1',port:3128,method:'CONNECT',path:'${host}'}).on('connect',(r)=>{console.log(r.statusCode);process.exit()}).on('error',e=>{console.log(e.code);process.exit()}).end()"`;

    it('has one door, which lets listed names through and tells of the others', async () => {
      const answer = await setUp(
        ['other.example:443', '169.254.169.254:443', '127.0.0.1:22', 'registry.example:80', '[::1]:443']
          .map(ask)
          .join('; '),
      );
      assert.equal(said(answer), '403\n403\n403\n403\n403\n');
      assert.deepEqual(
        answer.egress.map(({ host, port, refused }) => `${host}:${port} ${refused}`),
        [
          'other.example:443 not listed',
          '169.254.169.254:443 an address instead of a name',
          '127.0.0.1:22 an address instead of a name',
          'registry.example:80 not listed',
          '[::1]:443 an address instead of a name',
        ],
      );
    });

    it('has still no other way, and no way afterwards', async () => {
      const direct =
        "timeout 2 bash -c 'exec 3<>/dev/tcp/1.1.1.1/443' 2>/dev/null && echo out; getent hosts example.com; true";
      assert.equal(said(await setUp(direct)), '');
      const after = await run(`${ask('registry.example:443')}; ls /run; env | grep -i proxy`);
      assert.match(said(after), /^ECONNREFUSED/);
      assert.doesNotMatch(said(after), /door|proxy/i);
    });

    it('tells how the command ended', async () => {
      assert.equal((await setUp('exit 4')).code, 4);
      assert.equal((await workshop.setUp({ command: 'sleep 30', time: 500, egress: [] }, never)).why, 'time');
    });
  });

  it('cannot reach through a link that a command made: reading and writing happen inside', async () => {
    writeFileSync(join(bench.folder, 'outside'), 'secret of the agent');
    const answer = await run(`ln -sf ${bench.folder}/outside link; cat link 2>&1; echo overwritten > link; rm -f link`);
    assert.doesNotMatch(said(answer), /secret of the agent/);
    assert.equal(readFileSync(join(bench.folder, 'outside'), 'utf8'), 'secret of the agent');
    rmSync(join(bench.folder, 'outside'));
    mkdirSync(join(bench.folder, 'kept'), { recursive: true });
  });
});

function listening(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.end('here'));
    server.listen(0, '0.0.0.0', () => resolve(server));
  });
}

function wordsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
  } catch {
    return [];
  }
}
