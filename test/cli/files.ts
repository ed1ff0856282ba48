/** Files to give to commands. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const folder: string = mkdtempSync(join(tmpdir(), 'lateen-up-'));

export const yaml =
  'apiVersion: core.oam.dev/v1beta1\nkind: Application\nmetadata: { name: hello }\nspec: { components: [] }\n';
export const file: string = fileOf('app.yaml', yaml);

export function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
