/** The page of what definitions may say: the functions of the template language, and the resource types with what may be referred to. Pure. */
import { objectOf } from '../../lib/json.ts';
import type { ResourceSchema } from '../../lib/resource/resource.ts';
import type { TemplateFunction } from '../../lib/template/functions.ts';
import { cell } from './parameters.ts';

export function languageOf(functions: readonly TemplateFunction[], types: Iterable<ResourceSchema>): string {
  const calls = [...functions]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ signature, description }) => `| \`${cell(signature)}\` | ${cell(description)} |`);
  const rows = [...types]
    .sort((a, b) => (a.type < b.type ? -1 : 1))
    .map(({ type, schema, attributes, createOnly }) => {
      const names = Object.keys(objectOf(schema.properties)).sort();
      const said = names.map(name => (createOnly.includes(name) ? `${name}\\*` : name));
      return `| ${type} | ${said.join(', ')} | ${[...attributes].sort().join(', ')} |`;
    });
  return `# What definitions may say

[docs/definitions.md](../definitions.md) tells how a definition is written; this page lists its words. \`npm run docs\` writes it anew.

## Functions

Beside CEL's own (\`size\`, \`has\`, \`map\`, \`filter\`, \`exists\`, \`all\`, \`startsWith\`, \`contains\`, \`join\`, \`split\`, \`orValue\` ...):

| function | |
|---|---|
${calls.join('\n')}

## Resource types

Properties are CloudFormation's; one with a star cannot change in place: another value is another resource, and what holds data or has a name that
was chosen is refused instead. An attribute is what \`\${resources.<id>.<attribute>}\` may name. Any other property is refused when the definition is posted.

| type | properties | attributes |
|---|---|---|
${rows.join('\n')}
`;
}
