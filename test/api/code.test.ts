/** Uploaded code: what becomes a blob, which bytes, and what is refused before anything is stored. */
import { createHash } from 'node:crypto';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { extractCode } from '../../lib/api/code.ts';
import { missingHandler } from '../../lib/api/handler.ts';
import type { CompiledDefinition } from '../../lib/definition/definition.ts';
import { at, type JsonObject, trusted } from '../../lib/json.ts';

const definition = trusted<CompiledDefinition>({
  code: [{ at: '/code', runtime: '/runtime', handler: '/handler' }],
  parameters: {
    schema: { properties: { runtime: { default: 'nodejs24.x' }, handler: { default: 'index.handler' } } },
  },
});
const find = (kind: string, type: string) => (kind === 'ComponentDefinition' && type === 'fn' ? definition : undefined);

function extract(properties: JsonObject, type = 'fn') {
  return extractCode(
    {
      spec: {
        components: [
          { name: 'other', type: 'x' },
          { name: 'a', type, properties },
        ],
      },
    },
    find,
  );
}

function briefs(issues: readonly { code: string; pointer: string }[]): string[] {
  return issues.map(issue => `${issue.code} ${issue.pointer}`);
}

const text = 'export const handler = async () => "hi";';
const base64 = (files: Record<string, string>) => {
  const packed = zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)])));
  return Buffer.from(packed).toString('base64');
};

describe('extractCode', () => {
  it('moves inline text into a zip whose bytes depend on the text alone', () => {
    const first = extract({ code: { inline: text }, memory: 256 });
    const second = extract({ memory: 256, code: { inline: text } });
    expect(first.issues).toEqual([]);
    const [[sha256, bytes] = ['', new Uint8Array()]] = [...first.blobs];
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    // Pinned: other bytes for the same text would make every application look changed after an upgrade.
    expect(sha256).toBe('f1a09336efd42087e3b70ac822c32d8f2bb1ea7fd8ed752f2667589a5e010f4c');
    expect([...second.blobs.keys()]).toEqual([sha256]);
    expect(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, Buffer.from(content).toString()])).toEqual([
      ['index.mjs', text],
    ]);
    expect(at(first.document, '/spec/components/1/properties')).toEqual({ code: { blob: sha256 }, memory: 256 });
    expect(at(first.document, '/spec/components/0')).toEqual({ name: 'other', type: 'x' });
  });

  it('names the file by the runtime', () => {
    const { blobs } = extract({ code: { inline: 'def handler(e, c): return 1' }, runtime: 'python3.13' });
    expect([...blobs.values()].flatMap(bytes => Object.keys(unzipSync(bytes)))).toEqual(['index.py']);
  });

  it('takes a zip as it is, and lists blobs that are named', () => {
    const zip = base64({ 'index.js': 'exports.handler = 1' });
    const { blobs, issues } = extract({ code: { zip: `${zip.slice(0, 20)}\n${zip.slice(20)}\n` } });
    expect(issues).toEqual([]);
    expect([...blobs.values()].map(bytes => Buffer.from(bytes).toString('base64'))).toEqual([zip]);
    const sha256 = 'ab'.repeat(32);
    expect([...extract({ code: { blob: sha256 } }).named]).toEqual([[sha256, ['/spec/components/1/properties/code']]]);
  });

  it('leaves alone what the schema has to judge', () => {
    for (const code of [
      { inline: text, zip: 'x' },
      { inline: 1 },
      { s3: { bucket: 'b' } },
      {},
      'text',
      { blob: 'zz' },
    ]) {
      const { document, blobs, named, issues } = extract({ code });
      expect([blobs.size, named.size, issues.length]).toEqual([0, 0, 0]);
      expect(at(document, '/spec/components/1/properties/code')).toEqual(code);
    }
    expect(extract({ code: { inline: text } }, 'unknown').blobs.size).toBe(0);
    for (const document of [{}, { spec: 1 }, { spec: { components: {} } }, { spec: { components: [1, null] } }]) {
      expect(extractCode(document, find).document).toEqual(document);
    }
  });

  it.each<[string, JsonObject, string[]]>([
    [
      'text for a runtime that compiles',
      { code: { inline: text }, runtime: 'java21' },
      ['InlineNotForRuntime /spec/components/1/properties/code'],
    ],
    ['not base64', { code: { zip: '???' } }, ['InvalidZip /spec/components/1/properties/code']],
    ['not a zip', { code: { zip: 'aGVsbG8=' } }, ['InvalidZip /spec/components/1/properties/code']],
    ['an empty zip', { code: { zip: base64({}) } }, ['InvalidZip /spec/components/1/properties/code']],
    [
      'no such export',
      { code: { inline: text }, handler: 'index.main' },
      ['HandlerNotFound /spec/components/1/properties/handler'],
    ],
    [
      'no such file',
      { code: { zip: base64({ 'app.mjs': text }) } },
      ['HandlerNotFound /spec/components/1/properties/handler'],
    ],
  ])('refuses %s', (_, properties, expected) => {
    expect(briefs(extract(properties).issues)).toEqual(expected);
  });
});

describe('missingHandler', () => {
  const inline = (source: string, handler = 'index.handler') =>
    missingHandler('nodejs24.x', handler, { files: ['index.mjs'], text: source });

  it.each([
    'export const handler = 1',
    'export async function handler() {}',
    'export function* handler() {}',
    'export  class handler {}',
    'const x = 1; export { x as handler };',
    'export { a, handler } from "./a.mjs"',
    'export { default as handler } from "./a.mjs"',
    'export * from "./a.mjs"',
    'export const { handler } = make()',
    'export const a = 1, handler = () => 2',
    'export let a, handler; handler = () => 1',
  ])('finds it in %s, or cannot tell', source => {
    expect(inline(source)).toBeUndefined();
  });

  it.each([
    ['', /no export handler/],
    ['const handler = 1', /no export handler/],
    ['export const handlers = 1', /no export handler/],
    ['export default () => 1', /no export handler/],
    ['exports.handler = async () => 1', /no export handler/],
    ['export { handler as main }', /no export handler/],
  ])('misses it in %j', (source, message) => {
    expect(inline(source)?.message).toMatch(message);
  });

  it('explains CommonJS, and knows default', () => {
    expect(inline('module.exports.handler = 1')?.hint).toMatch(/ES module/);
    expect(inline('export default () => 1', 'index.default')).toBeUndefined();
    expect(inline('export const $a = 1', 'index.$a')).toBeUndefined();
  });

  it.each<[string, string, string[], boolean]>([
    ['nodejs24.x', 'index.handler', ['index.mjs'], true],
    ['nodejs24.x', 'src/app.main', ['src/app.js'], true],
    ['nodejs24.x', 'src/app.v1.main', ['src/app.cjs'], true],
    ['nodejs24.x', 'app.main', ['src/app.js'], false],
    ['nodejs24.x', 'index', ['index.js'], false],
    ['python3.13', 'pkg.app.main', ['pkg/app.py'], true],
    ['python3.13', 'pkg/app.main', ['pkg/app.py'], true],
    ['python3.13', 'app.main', ['app/__init__.py'], true],
    ['python3.13', 'app.main', ['main.py'], false],
    ['provided.al2023', 'anything', ['bootstrap'], true],
    ['java25', 'example.Handler::handle', ['x.class'], true],
  ])('%s %s in %j: %s', (runtime, handler, files, found) => {
    expect(missingHandler(runtime, handler, { files }) === undefined).toBe(found);
  });

  it('looks for the name in Python, no more', () => {
    const python = (source: string) =>
      missingHandler('python3.13', 'index.main', { files: ['index.py'], text: source });
    expect(python('def main(event, context): pass')).toBeUndefined();
    expect(python('from x import *')).toBeUndefined();
    expect(python('def handler(event, context): pass')?.message).toMatch(/no function main/);
  });
});
