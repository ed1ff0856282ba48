/** Comprehensions and other work on lists without CEL: `list.filter(x, ...)`, `x in list`, `list.join(", ")`. */
import { isList, isObject, type Json } from '../json.ts';
import type { Ast } from './cel.ts';
import { maxText } from './cel-values.ts';
import { isMark, unescapeKey } from './data.ts';
import { bail, type Direct, type Value } from './direct-value.ts';

/** Compiles an expression that is no optional. */
type Compile = (ast: Ast) => Direct | undefined;

/** Longer lists are CEL's: it knows the limits. */
const longest = 1000;

type Turn = (item: Json, value: Value, all: Json[]) => Value;

/** What one turn of a comprehension does with the value for its item; an answer other than undefined ends it. */
const turns: Readonly<Record<string, { readonly turn: Turn; readonly end: (all: Json[]) => Json }>> = {
  map: {
    turn: (_, value, all) => {
      if (value === bail || value === undefined) return bail;
      all.push(value);
      return undefined;
    },
    end: all => all,
  },
  filter: {
    turn: (item, value, all) => {
      if (typeof value !== 'boolean') return bail;
      if (value) all.push(item);
      return undefined;
    },
    end: all => all,
  },
  // CEL forgives a mistake beside an answer: whatever is no boolean is left to it.
  exists: { turn: (_, value) => (typeof value === 'boolean' ? value || undefined : bail), end: () => false },
  all: { turn: (_, value) => (typeof value === 'boolean' ? value && undefined : bail), end: () => true },
};

/** `list.filter(x, condition)` and its like. */
export function comprehension(name: string, receiver: Ast, given: readonly Ast[], plain: Compile): Direct | undefined {
  const kind = Object.hasOwn(turns, name) ? turns[name] : undefined;
  const [variable, body] = given;
  if (kind === undefined || given.length !== 2 || variable?.op !== 'id' || body === undefined) return undefined;
  const list = plain(receiver);
  const inner = plain(body);
  if (list === undefined) return undefined;
  const bound = variable.args;
  // The body sees what it names: a copy of all variables for each list would cost more than the work itself.
  const named = [...namesIn(body)].filter(name => name !== bound);
  return {
    optional: false,
    run: variables => {
      const items = itemsOf(list.run(variables));
      if (items === undefined || items.length > longest) return bail;
      const all: Json[] = [];
      // Nothing is asked of an empty list, however hard the question.
      if (items.length === 0) return kind.end(all);
      if (inner === undefined) return bail;
      const scope: Record<string, Json> = {};
      for (const name of named) {
        const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
        if (value !== undefined) scope[name] = value;
      }
      for (const item of items) {
        scope[bound] = item;
        const answer = kind.turn(item, inner.run(scope), all);
        if (answer !== undefined) return answer;
      }
      return kind.end(all);
    },
  };
}

/** The names that an expression uses, those that it binds itself among them. */
function namesIn(part: unknown, found: Set<string> = new Set()): Set<string> {
  if (isList(part)) for (const inner of part) namesIn(inner, found);
  else if (isObject(part)) {
    if (part.op === 'id') found.add(String(part.args));
    else namesIn(part.args, found);
  }
  return found;
}

/** What is looked at in turn: the entries of a list, the names of a map. */
function itemsOf(value: Value): readonly Json[] | undefined {
  if (value === bail || value === undefined) return undefined;
  if (isList(value)) return value;
  return isObject(value) && !isMark(value) ? Object.keys(value).map(unescapeKey) : undefined;
}

/** `text in list`, `number in list`: of other values CEL says which are equal. */
export function contains(left: Direct | undefined, right: Direct | undefined): Direct | undefined {
  if (left === undefined || right === undefined) return undefined;
  return {
    optional: false,
    run: variables => {
      const item = left.run(variables);
      const list = right.run(variables);
      if (typeof item !== 'string' && typeof item !== 'number') return bail;
      if (list === bail || list === undefined || !isList(list)) return bail;
      return list.every(one => typeof one === typeof item) ? list.includes(item) : bail;
    },
  };
}

/** `list.join(" ")` of texts. */
export function joined(list: Direct | undefined, between: Ast | undefined): Direct | undefined {
  if (list === undefined || between?.op !== 'value' || typeof between.args !== 'string') return undefined;
  const separator = between.args;
  return {
    optional: false,
    run: variables => {
      const items = list.run(variables);
      if (items === bail || items === undefined || !isList(items)) return bail;
      if (!items.every(item => typeof item === 'string')) return bail;
      const text = items.join(separator);
      return text.length > maxText ? bail : text;
    },
  };
}
