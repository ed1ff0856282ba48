/** References to resources: `resources.<id>.<Attribute>`, alone or as a branch of `? :`, become `{"$ref": [row, attribute]}`. */
import { didYouMean } from '../oam/nearest.ts';
import { type Ast, parse } from './cel.ts';
import { type Compiling, fail, type Node, type Run } from './compiling.ts';
import { isMark } from './data.ts';
import { compileEarly, compileParsed } from './early.ts';
import { factsAsked } from './facts-asked.ts';
import type { Ref } from './template.ts';
import { closing, splitTernary } from './text.ts';

/** The part for an expression where a late value may stand: in properties, outputs, links and grants. */
export function compileExpression(text: string, at: string, compiling: Compiling): Node | undefined {
  const parsed = parse(text);
  if (!parsed.ok) return fail(compiling, parsed.code, at, `${parsed.message}, in ${text}`);
  const { ast } = parsed.value;
  if (!mentions(ast)) return compileParsed(parsed.value, text, at, compiling, false);
  const path = pathOf(ast);
  if (path !== undefined) return compilePath(path, text, at, compiling);
  const parts = ast.op === '?:' ? splitTernary(text) : undefined;
  if (parts === undefined) return compileParsed(parsed.value, text, at, compiling, false);
  const [condition, left, right] = parts;
  const test = compileEarly(condition, at, compiling, true);
  const asking = ast.op === '?:' ? ast.args[0] : ast;
  const yes = compileExpression(left, at, knowing(compiling, factsAsked(asking, true)));
  const no = compileExpression(right, at, knowing(compiling, factsAsked(asking, false)));
  if (test === undefined || yes === undefined || no === undefined) return undefined;
  return run => {
    const before = run.issues.length;
    const value = test(run);
    if (typeof value === 'boolean') return value ? yes(run) : no(run);
    if (run.issues.length > before) return undefined;
    return fail(run, 'NotBool', at, `the condition is neither true nor false, in ${text}`);
  };
}

/** The compiler's view where these facts of the environment are there. */
function knowing(compiling: Compiling, facts: readonly string[]): Compiling {
  const { scope } = compiling;
  const { refuseFact } = scope;
  if (facts.length === 0 || refuseFact === undefined) return compiling;
  return {
    ...compiling,
    scope: { ...scope, refuseFact: name => (facts.includes(name) ? undefined : refuseFact(name)) },
  };
}

/** Whether `resources` is named anywhere in it. */
function mentions(ast: Ast): boolean {
  switch (ast.op) {
    case 'value':
      return false;
    case 'id':
      return ast.args === 'resources';
    case '.':
    case '.?':
      return mentions(ast.args[0]);
    case 'call':
      return ast.args[1].some(mentions);
    case 'rcall':
      return mentions(ast.args[1]) || ast.args[2].some(mentions);
    case 'map':
      return ast.args.some(([key, value]) => mentions(key) || mentions(value));
    case '!_':
    case '-_':
      return mentions(ast.args);
    default:
      return ast.args.some(mentions);
  }
}

interface Path {
  readonly id: string;
  readonly attribute: string;
  /** The text of the early key, for a repeated resource. */
  readonly key: string | undefined;
  /** Written with `.?`: absent where the resource was dropped. */
  readonly optional: boolean;
}

function pathOf(ast: Ast): Path | undefined {
  if (ast.op !== '.' && ast.op !== '.?') return undefined;
  const [left, attribute] = ast.args;
  let here = left;
  let key: string | undefined;
  let optional = ast.op === '.?';
  if (here.op === '[]' || here.op === '[?]') {
    optional ||= here.op === '[?]';
    key = keyText(here);
    here = here.args[0];
  }
  if (here.op !== '.' && here.op !== '.?') return undefined;
  const [root, id] = here.args;
  if (root.op !== 'id' || root.args !== 'resources') return undefined;
  return { id, attribute, key, optional: optional || here.op === '.?' };
}

/** The text between the brackets of `resources.id[...]`. */
function keyText(ast: Ast & { readonly op: '[]' | '[?]' }): string | undefined {
  const open = ast.input.indexOf('[', ast.args[0].end);
  const close = closing(ast.input, open);
  return close === undefined ? undefined : ast.input.slice(open + (ast.op === '[?]' ? 2 : 1), close);
}

function compilePath(path: Path, text: string, at: string, compiling: Compiling): Node | undefined {
  const { id, attribute, optional } = path;
  const { resources } = compiling.scope;
  const resource = resources.get(id);
  if (resource === undefined) {
    const hint =
      didYouMean(id, resources.keys()) ??
      (resources.size > 0 ? `known: ${[...resources.keys()].join(', ')}` : undefined);
    return fail(compiling, 'UnknownResource', at, `no resource has the id ${id} here, in ${text}`, hint);
  }
  compiling.refers.add(id);
  if (!resource.attributes.has(attribute)) {
    const known = [...resource.attributes];
    const hint = didYouMean(attribute, known) ?? `known: ${known.join(', ')}`;
    return fail(compiling, 'UnknownAttribute', at, `${id} has no attribute ${attribute}, in ${text}`, hint);
  }
  if (resource.keyed !== (path.key !== undefined))
    return resource.keyed
      ? fail(
          compiling,
          'MissingKey',
          at,
          `${id} is repeated: say which one, in ${text}`,
          `resources.${id}[key].${attribute}`,
        )
      : fail(compiling, 'NotKeyed', at, `${id} is not repeated, in ${text}`, `resources.${id}.${attribute}`);
  const key = path.key === undefined ? undefined : compileEarly(path.key, at, compiling, true);
  if (path.key !== undefined && key === undefined) return undefined;
  return run => reference(run, { id, attribute, optional, key, text, at });
}

interface Reference {
  readonly id: string;
  readonly attribute: string;
  readonly optional: boolean;
  readonly key: Node | undefined;
  readonly text: string;
  readonly at: string;
}

function reference(run: Run, { id, attribute, optional, key, text, at }: Reference): ReturnType<Node> {
  let of: string | undefined;
  if (key !== undefined) {
    const before = run.issues.length;
    const value = key(run);
    if (run.issues.length > before) return undefined;
    if (value === undefined && optional) return undefined;
    if (isMark(value))
      return fail(run, 'LateInEarly', at, `the key of ${id} must be known when it is rendered, in ${text}`);
    if (typeof value !== 'string')
      return fail(run, 'NotText', at, `the key of ${id} must be a text, in ${text}`, 'use string()');
    of = value;
  }
  const row = run.row(id, of);
  if (row !== undefined) return refTo(row, attribute);
  if (optional) return undefined;
  const named = of === undefined ? id : `${id}[${JSON.stringify(of)}]`;
  return fail(
    run,
    'ReferenceToAbsent',
    at,
    `${named} is not made here, in ${text}`,
    `resources.?${id} leaves the property out where the resource is left out`,
  );
}

function refTo(row: string, attribute: string): Ref {
  return { $ref: [row, attribute] };
}
