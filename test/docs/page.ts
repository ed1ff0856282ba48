/** The page of one definition, made of the very document that installs it; and the index of all. Pure. */
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../../lib/json.ts';
import { cell, parameterTable, sayings } from './parameters.ts';

const folders: Readonly<Record<string, string>> = {
  ComponentDefinition: 'components',
  TraitDefinition: 'traits',
  PolicyDefinition: 'policies',
  WorkloadDefinition: 'workloads',
};

/** Where its page stands below docs/reference. */
export function placeOf(definition: JsonObject): string {
  return `${folderOf(definition)}/${nameOf(definition)}.md`;
}

/** `example` is YAML; absent where the type is refused, or whatever it says. `workloads` are the schemas of what lowerings are made of. */
export function pageOf(
  definition: JsonObject,
  example: string | undefined,
  workloads: ReadonlyMap<string, JsonObject>,
): string {
  const spec = objectOf(definition.spec);
  const cel = celOf(definition);
  const head = [`# ${nameOf(definition)}`, `${descriptionOf(definition)}.`];
  if (typeof spec.refused === 'string') return `${[...head, '## Refused', `${spec.refused}.`].join('\n\n')}\n`;
  const parts = [
    ...head,
    frameOf(spec),
    ...takenOf(definition, cel, workloads),
    '## On AWS',
    madeOf(spec, cel),
    ...givenOf(cel),
    '## Example',
    example === undefined ? 'None: whatever it says is refused.' : `\`\`\`yaml\n${example.trimEnd()}\n\`\`\``,
    ...toldOf(cel),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

/** Its parameters; of a lowering the workload, which definitions make and traits patch. */
function takenOf(
  definition: JsonObject,
  cel: JsonObject,
  workloads: ReadonlyMap<string, JsonObject>,
): readonly string[] {
  const workload = definition.kind === 'WorkloadDefinition' ? workloads.get(nameOf(definition)) : undefined;
  if (workload !== undefined)
    return [
      '## Workload',
      'What ComponentDefinitions make and traits patch.',
      parameterTable(workload).replace('parameter', 'field').trimEnd(),
    ];
  return ['## Parameters', parameterTable(objectOf(cel.parameters)).trimEnd()];
}

export function indexOf(definitions: readonly JsonObject[]): string {
  const parts = Object.entries(folders).flatMap(([kind, folder]) => {
    const own = definitions.filter(one => one.kind === kind).sort(byName);
    const usable = own.filter(one => objectOf(one.spec).refused === undefined);
    const refused = own.filter(one => objectOf(one.spec).refused !== undefined);
    const rows = usable.map(one => `| [${nameOf(one)}](${placeOf(one)}) | ${cell(descriptionOf(one))} |`);
    const links = refused.map(one => `[${nameOf(one)}](${placeOf(one)})`).join(', ');
    return [
      `## ${folder[0]?.toUpperCase()}${folder.slice(1)}`,
      `| type | |\n|---|---|\n${rows.join('\n')}`,
      ...(links === '' ? [] : [`Refused, each with the AWS way: ${links}.`]),
    ];
  });
  const intro =
    'Every definition that comes with Lateen, made of the documents that install them. `npm run docs` writes these pages anew; ' +
    '`lateen def ls` and `lateen def show <name>` tell of those that your installation has beside them.';
  return `${['# Reference', intro, ...parts].join('\n\n')}\n`;
}

function byName(a: JsonObject, b: JsonObject): number {
  return nameOf(a) < nameOf(b) ? -1 : 1;
}

export function nameOf(definition: JsonObject): string {
  return textOf(objectOf(definition.metadata).name);
}

function folderOf(definition: JsonObject): string {
  return folders[textOf(definition.kind)] ?? '';
}

function descriptionOf(definition: JsonObject): string {
  return textOf(objectOf(objectOf(definition.metadata).annotations)['definition.oam.dev/description']);
}

export function celOf(definition: JsonObject): JsonObject {
  return objectOf(objectOf(objectOf(definition.spec).schematic).cel);
}

function frameOf({ workload, appliesToWorkloads, conflictsWith, single }: JsonObject): string {
  const type = textOf(objectOf(workload).type);
  const on = listOf(appliesToWorkloads).map(String);
  const others = listOf(conflictsWith).map(other => `\`${String(other)}\``);
  const lines = [
    type === ''
      ? ''
      : type === 'resources'
        ? 'It has no workload: it is its resources.'
        : `It is a workload \`${type}\`.`,
    on.length === 0
      ? ''
      : on.includes('*')
        ? 'For every component.'
        : `For components whose workload is ${listed(on.map(linkOf))}.`,
    others.length === 0 ? '' : `Not together with ${listed(others)}.`,
    single === true ? 'Once at most.' : '',
  ];
  return lines.filter(Boolean).join(' ');
}

function linkOf(workload: string): string {
  return workload === 'resources' ? '`resources` (a service)' : `[${workload}](../workloads/${workload}.md)`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Which resources it makes, and which of them only where something is asked for. */
function madeOf(spec: JsonObject, cel: JsonObject): string {
  const own = flat(cel.resources).map(resource => {
    const { type, $if, $for, scope } = resource;
    const words = [
      $if === undefined ? '' : 'where it is asked for',
      $for === undefined ? '' : 'several',
      scope === 'application' ? 'shared by the application' : '',
    ].filter(Boolean);
    return `- \`${textOf(type)}\`${words.length === 0 ? '' : ` (${words.join(', ')})`}`;
  });
  const workload = textOf(objectOf(spec.workload).type);
  const patches = Object.keys(objectOf(cel.patch));
  const lines = [
    ...new Set(own),
    workload === '' || workload === 'resources'
      ? ''
      : `- all that [${workload}](../workloads/${workload}.md) makes of its workload`,
    patches.length === 0 ? '' : `- changes the workload: ${listed(patches.map(one => `\`${one}\``))}`,
    cel.tags === undefined ? '' : '- tags of every resource of the component',
    cel.redeploy === undefined ? '' : '- nothing: it says what is taken up',
  ];
  return lines.filter(Boolean).join('\n') || 'Nothing of its own.';
}

/** A list with `$if` and `$for` around its elements, without them. */
function flat(value: Json | undefined): JsonObject[] {
  return listOf(value).flatMap(item => (isObject(item) ? [item] : []));
}

/** What other components may know of it and do with it. */
function givenOf(cel: JsonObject): string[] {
  const link = Object.keys(objectOf(cel.link)).filter(word => !word.startsWith('$'));
  const grants = Object.keys(objectOf(cel.grants)).filter(word => !word.startsWith('$'));
  if (link.length + grants.length === 0) return [];
  const lines = [
    link.length === 0 ? '' : `- known by the trait \`link\`: ${link.map(word => `\`${word}\``).join(', ')}`,
    grants.length === 0 ? '' : `- verbs of the trait \`link\`: ${grants.map(word => `\`${word}\``).join(', ')}`,
  ];
  return ['## For other components', lines.filter(Boolean).join('\n')];
}

/** Refusals and warnings: those of its validations, then those of single parameters. */
function toldOf(cel: JsonObject): string[] {
  const validations = flat(cel.validations).map(({ pointer, severity, code, message, hint }) => ({
    place: textOf(pointer).slice(1).replaceAll('/', '.'),
    said: {
      severity: severity ?? 'error',
      code: code ?? '',
      message: message ?? '',
      ...(hint === undefined ? {} : { hint }),
    },
  }));
  const all = [...validations, ...sayings(objectOf(cel.parameters))];
  const section = (title: string, severity: string): string[] => {
    const rows = all
      .filter(({ said }) => (said.severity ?? 'error') === severity)
      .map(({ place, said }) => {
        const sentence = [said.message, said.hint].map(cell).filter(Boolean).join('. ');
        return `| ${place === '' ? '' : `\`${place}\``} | \`${textOf(said.code)}\` | ${sentence} |`;
      });
    return rows.length === 0 ? [] : [title, `| at | code | |\n|---|---|---|\n${[...new Set(rows)].join('\n')}`];
  };
  const refused = section('## Refused', 'error');
  const nothing = ['## Refused', 'Nothing but what does not fit its table above.'];
  return [...(refused.length === 0 ? nothing : refused), ...section('## Warnings', 'warning')];
}
