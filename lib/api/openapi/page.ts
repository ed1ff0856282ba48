/** The documentation page: the OpenAPI document as HTML that stands alone, without a script. Pure. */
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../../json.ts';

const methods: readonly string[] = ['get', 'post', 'put', 'delete'];

const style = `
:root { color-scheme: light dark; --line: #8884; --soft: #8882; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
nav a { margin-right: 1rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; }
summary b { display: inline-block; width: 4.5rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
td, th { border-top: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
pre { background: var(--soft); padding: .6rem; border-radius: 6px; overflow-x: auto; }
.get { color: #1a7f37; } .post { color: #0969da; } .put { color: #9a6700; } .delete { color: #cf222e; }
`;

export function pageOf(document: JsonObject): string {
  const { title, version, summary, description } = objectOf(document.info);
  const schemas = objectOf(objectOf(document.components).schemas);
  const groups = grouped(objectOf(document.paths));
  const links = [...groups.keys(), 'Shapes'].map(tag => `<a href="#${escaped(tag)}">${escaped(tag)}</a>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(textOf(title))} API</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(textOf(title))} <small>${escaped(textOf(version))}</small></h1>
<p>${escaped(textOf(summary))}. ${escaped(textOf(description))}</p>
<p>For programs: <a href="openapi.json">openapi.json</a>. For editors: <a href="schemas/application.json">schemas/application.json</a>.</p>
<nav>${links.join('\n')}</nav>
<main>
${[...groups].map(([tag, operations]) => section(tag, operations.join('\n'))).join('\n')}
${section('Shapes', Object.entries(schemas).map(shape).join('\n'))}
</main>
</body>
</html>
`;
}

function section(tag: string, content: string): string {
  return `<h2 id="${escaped(tag)}">${escaped(tag)}</h2>\n${content}`;
}

/** Operations as HTML by their tag, in the order of the document. */
function grouped(paths: JsonObject): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [path, item] of Object.entries(paths))
    for (const method of methods) {
      const operation = objectOf(item)[method];
      if (!isObject(operation)) continue;
      const tag = textOf(listOf(operation.tags)[0]);
      groups.set(tag, [...(groups.get(tag) ?? []), operationHtml(path, method, operation)]);
    }
  return groups;
}

function operationHtml(path: string, method: string, operation: JsonObject): string {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const rows = listOf(parameters).map(value => {
    const { name, in: where, description, schema } = objectOf(value);
    return [code(textOf(name)), textOf(where), typeOf(schema), escaped(textOf(description))];
  });
  const bodies = Object.entries(objectOf(objectOf(requestBody).content)).map(([type, media]) => [
    code(type),
    typeOf(objectOf(media).schema),
  ]);
  const answers = Object.entries(objectOf(responses)).flatMap(([status, response]) =>
    Object.entries(objectOf(objectOf(response).content)).map(([type, media]) => [
      status,
      code(type),
      typeOf(objectOf(media).schema),
    ]),
  );
  return `<details id="${escaped(textOf(operationId))}">
<summary><b class="${method}">${method.toUpperCase()}</b> <code>${escaped(path)}</code> ${escaped(textOf(summary))}</summary>
${table(['Parameter', 'In', 'Type', ''], rows)}${table(['Body', 'Type'], bodies)}${table(['Status', 'Answer', 'Type'], answers)}
</details>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[], cell: string): string =>
    `<tr>${cells.map(text => `<${cell}>${text}</${cell}>`).join('')}</tr>`;
  return `<table>\n${line(head, 'th')}\n${rows.map(row => line(row, 'td')).join('\n')}\n</table>\n`;
}

function shape([name, schema]: readonly [string, Json]): string {
  return `<details id="shape-${escaped(name)}"><summary><code>${escaped(name)}</code> ${escaped(textOf(objectOf(schema).description))}</summary>
<pre>${escaped(JSON.stringify(schema, null, 2))}</pre></details>`;
}

/** A schema in a few words; a name leads to its shape. */
function typeOf(value: Json | undefined): string {
  const schema = objectOf(value);
  const name = textOf(schema.$ref).split('/').at(-1) ?? '';
  if (name !== '') return `<a href="#shape-${escaped(name)}">${escaped(name)}</a>`;
  const choices = listOf(schema.anyOf).map(typeOf);
  if (choices.length > 0) return choices.join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  const values = listOf(schema.enum).map(one => code(String(one)));
  if (values.length > 0) return values.join(' or ');
  return escaped([schema.type ?? []].flat().map(String).join(' or '));
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? '');
}
