/** What an expression names, reads and calls, and what of it the language refuses: found in its syntax, before it ever runs. */
import { type Issue, problem } from '../errors.ts';
import { pointer } from '../json.ts';
import { didYouMean } from '../oam/nearest.ts';
import { type Ast, maxNested } from './cel.ts';
import { factsAsked } from './facts-asked.ts';
import { calls, comprehensions, methods, namespaces, qualified, refusedName, taken } from './names.ts';
import type { Scope } from './template.ts';

/** The facts of an expression. Pointers in `issues` are empty: the place is the expression's own. */
export interface Inspected {
  /** Root names that it uses. */
  readonly uses: ReadonlySet<string>;
  /** JSON Pointers of `parameter`. */
  readonly reads: ReadonlySet<string>;
  /** Deepest nesting of comprehensions. */
  readonly nested: number;
  readonly issues: readonly Issue[];
}

interface Walk {
  readonly scope: Scope;
  readonly uses: Set<string>;
  readonly reads: Set<string>;
  readonly issues: Issue[];
  nested: number;
}

/** Variables of the comprehensions around, and how many there are. */
interface Around {
  readonly bound: ReadonlySet<string>;
  readonly depth: number;
  /** Facts of the environment that a condition around has found there. */
  readonly facts: ReadonlySet<string>;
}

export function inspect(ast: Ast, scope: Scope): Inspected {
  const walk: Walk = { scope, uses: new Set(), reads: new Set(), issues: [], nested: 0 };
  visit(ast, walk, { bound: new Set(), depth: 0, facts: new Set() });
  return walk;
}

function visit(ast: Ast, walk: Walk, around: Around): void {
  const each = (children: readonly Ast[]): void => {
    for (const child of children) visit(child, walk, around);
  };
  switch (ast.op) {
    case 'value':
      if (typeof ast.args === 'object' && ast.args !== null)
        refuse(walk, 'NotAllowed', 'bytes and unsigned integers are not part of the language');
      break;
    case 'id':
      visitName(ast.args, walk, around, '');
      break;
    case '.':
    case '.?':
    case '[]':
    case '[?]':
      visitPath(ast, walk, around);
      break;
    case 'call':
      if (!calls.has(ast.args[0])) refuseCall(walk, ast.args[0], calls);
      for (const child of ast.args[1]) visit(child, walk, asking(around, factsAsked(ast, true)));
      break;
    case '&&':
    case '||': {
      const [left, right] = ast.args;
      visit(left, walk, around);
      visit(right, walk, asking(around, factsAsked(left, ast.op === '&&')));
      break;
    }
    case '?:': {
      const [condition, yes, no] = ast.args;
      visit(condition, walk, around);
      visit(yes, walk, asking(around, factsAsked(condition, true)));
      visit(no, walk, asking(around, factsAsked(condition, false)));
      break;
    }
    case 'rcall':
      visitMethod(ast.args, walk, around);
      break;
    case 'map':
      each(ast.args.flat());
      break;
    case '!_':
    case '-_':
      visit(ast.args, walk, around);
      break;
    default:
      each(ast.args);
  }
}

function asking(around: Around, facts: readonly string[]): Around {
  return facts.length === 0 ? around : { ...around, facts: new Set([...around.facts, ...facts]) };
}

function visitMethod(
  [name, receiver, given]: readonly [string, Ast, readonly Ast[]],
  walk: Walk,
  around: Around,
): void {
  const [first, ...rest] = given;
  if (receiver.op === 'id' && namespaces.has(receiver.args)) {
    const whole = `${receiver.args}.${name}`;
    if (!qualified.has(whole)) refuseCall(walk, whole, qualified);
  } else {
    if (!methods.has(name)) refuseCall(walk, name, methods);
    visit(receiver, walk, around);
    if (comprehensions.has(name) && first !== undefined && rest.length > 0) {
      visitComprehension(first, rest, walk, around);
      return;
    }
  }
  for (const child of given) visit(child, walk, around);
}

function visitComprehension(first: Ast, body: readonly Ast[], walk: Walk, around: Around): void {
  const { bound, depth } = around;
  const variable = first.op === 'id' ? first.args : '';
  const refusal = refusedName(variable);
  if (refusal !== undefined) refuse(walk, 'ReservedName', refusal);
  walk.nested = Math.max(walk.nested, depth + 1);
  if (depth === maxNested) refuse(walk, 'TooComplex', `comprehensions may be nested ${maxNested} deep`);
  const inner = { ...around, bound: new Set([...bound, variable]), depth: depth + 1 };
  for (const child of body) visit(child, walk, inner);
}

interface Step {
  readonly key: string | undefined;
  readonly dotted: boolean;
  readonly optional: boolean;
}

function textIn(ast: Ast): string | undefined {
  return ast.op === 'value' && typeof ast.args === 'string' ? ast.args : undefined;
}

/** `parameter.a["b"].c`: the root, and as much of the path as is known now. */
function visitPath(ast: Ast, walk: Walk, around: Around): void {
  const steps: Step[] = [];
  let here = ast;
  while (here.op === '.' || here.op === '.?' || here.op === '[]' || here.op === '[?]') {
    const [left, key] = here.args;
    const optional = here.op === '.?' || here.op === '[?]';
    if (typeof key === 'string') steps.unshift({ key, dotted: true, optional });
    else {
      visit(key, walk, around);
      steps.unshift({ key: textIn(key), dotted: false, optional });
    }
    here = left;
  }
  if (here.op !== 'id') {
    visit(here, walk, around);
    return;
  }
  const unknown = steps.findIndex(({ key }) => key === undefined);
  const known = steps.slice(0, unknown < 0 ? steps.length : unknown);
  visitName(here.args, walk, around, pointer(...known.map(({ key }) => key ?? '')));
  if (here.args === 'components') visitComponents(steps, walk);
  const [fact] = steps;
  if (here.args !== 'environment' || around.bound.has('environment')) return;
  if (fact?.key !== undefined && !fact.optional && !around.facts.has(fact.key)) {
    const wrong = walk.scope.refuseFact?.(fact.key);
    if (wrong !== undefined) walk.issues.push(wrong);
  }
}

const shown: readonly string[] = ['link', 'grants', 'source'];

function visitComponents([first, part]: readonly Step[], walk: Walk): void {
  if (first?.dotted === true) {
    const message = 'the name of a component may have a dash, which reads as a subtraction';
    refuse(walk, 'ComponentName', message, `components["${first.key}"]`);
  } else if (part !== undefined && !shown.includes(part.key ?? '')) {
    const message = `a component shows its link, its grants and its source, not ${part.key ?? 'anything else'}`;
    refuse(walk, 'UnknownAttribute', message);
  }
}

function visitName(name: string, walk: Walk, { bound }: Around, path: string): void {
  if (bound.has(name)) return;
  const { scope } = walk;
  const known = [
    ...scope.variables,
    ...(scope.outputs ? ['outputs'] : []),
    ...(scope.components ? ['components'] : []),
  ];
  if (name === 'resources')
    refuse(
      walk,
      'LateInEarly',
      'resources.<id>.<Attribute> is known only after AWS made the resource',
      'it stands alone, inside a text, or as a branch of ? :',
    );
  else if (taken.has(name)) refuse(walk, 'ReservedName', `${name} has a meaning of its own`);
  else if (!known.includes(name))
    refuse(
      walk,
      'UnknownName',
      `${name} is not known here`,
      didYouMean(name, known) ?? `known here: ${known.join(', ')}`,
    );
  else {
    walk.uses.add(name);
    if (name !== 'parameter') return;
    walk.reads.add(path);
    const wrong = scope.refuseParameter?.(path);
    if (wrong !== undefined) walk.issues.push(wrong);
  }
}

function refuseCall(walk: Walk, name: string, known: ReadonlySet<string>): void {
  const hint =
    name === 'matches' ? 'startsWith, endsWith, contains; or a pattern in parameters' : didYouMean(name, known);
  refuse(walk, 'UnknownFunction', `${name} is not a function of the language`, hint);
}

function refuse(walk: Walk, code: string, message: string, hint?: string): void {
  walk.issues.push(problem(code, '', message, hint));
}

/** Whether the value is a map written in CEL: properties are written in the tree, where their names can be checked. */
export function makesMap(ast: Ast): boolean {
  switch (ast.op) {
    case 'map':
      return ast.args.length > 0;
    case 'list':
      return ast.args.some(makesMap);
    case '?:':
      return makesMap(ast.args[1]) || makesMap(ast.args[2]);
    case 'rcall': {
      const [name, receiver, given] = ast.args;
      if (name === 'map') return given.slice(1).some(makesMap);
      if (name === 'filter') return makesMap(receiver);
      if (name === 'of' || name === 'orValue' || name === 'or') return makesMap(receiver) || given.some(makesMap);
      return false;
    }
    case 'call':
      return ast.args[0] === 'initial' && ast.args[1].some(makesMap);
    default:
      return false;
  }
}
