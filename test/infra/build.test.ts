/** How functions are bundled: the SDK's shapes stay what they are when what is not used of them is left out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { withPlainKeys } from '../../infra/build.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** Every export, with references to other shapes as the text of their function. */
async function shapesIn(source: string, file: string, folder: string): Promise<string> {
  const require = createRequire(file);
  // The copy stands elsewhere, so its imports say where.
  const moved = source.replaceAll(/ from "([^"]+)";/g, (_, name: string) => {
    const path = name.startsWith('.') ? `${resolve(dirname(file), name)}.js` : require.resolve(name);
    return ` from ${JSON.stringify(pathToFileURL(path).href)};`;
  });
  const copy = join(folder, `${Math.random()}.mjs`);
  writeFileSync(copy, moved);
  const exported: Record<string, unknown> = await import(/* @vite-ignore */ pathToFileURL(copy).href);
  const shapes = Object.entries(exported).filter(([, value]) => Array.isArray(value));
  expect(shapes.length).toBeGreaterThan(50);
  return JSON.stringify(shapes, (_, value) => (typeof value === 'function' ? String(value) : value));
}

it.each(['apigatewayv2', 'dynamodb', 'ec2', 'lambda'])(
  'puts constants into keys of the shapes of %s, and changes none',
  async service => {
    const file = join(root, 'node_modules', '@aws-sdk', `client-${service}`, 'dist-es', 'schemas', 'schemas_0.js');
    const source = readFileSync(file, 'utf8');
    const slim = withPlainKeys(source);
    expect(slim).not.toMatch(/[{,]\s*\[_\w+\]:/);
    const folder = mkdtempSync(join(tmpdir(), 'lateen-shapes-'));
    try {
      expect(await shapesIn(slim, file, folder)).toBe(await shapesIn(source, file, folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
