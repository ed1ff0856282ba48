/** Comprehensions and other work on lists without CEL: `list.filter(x, ...)`, `x in list`, `list.join(", ")`. */
import { isList, isObject, type Json } from '../json.ts';
import type { Ast } from './cel.ts';
import { maxText } from './cel-values.ts';
import { isMark, unescapeKey } from './data.ts';
import { type Bound, bail, type Direct, type Value } from './direct-value.ts';

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
export function comprehension(kind: string, receiver: Ast, given: readonly Ast[], plain: Compile): Direct | undefined {
  const way = Object.hasOwn(turns, kind) ? turns[kind] : undefined;
  const [variable, body] = given;
  if (way === undefined || given.length !== 2 || variable?.op !== 'id' || body === undefined) return undefined;
  const list = plain(receiver);
  const inner = plain(body);
  if (list === undefined) return undefined;
  const name = variable.args;
  return {
    optional: false,
    run: (variables, bound) => {
      const items = itemsOf(list.run(variables, bound));
      if (items === undefined || items.length > longest) return bail;
      const all: Json[] = [];
      // Nothing is asked of an empty list, however hard the question.
      if (items.length === 0) return way.end(all);
      if (inner === undefined) return bail;
      const turn: Bound = { name, value: null, outer: bound };
      for (const item of items) {
        turn.value = item;
        const answer = way.turn(item, inner.run(variables, turn), all);
        if (answer !== undefined) return answer;
      }
      return way.end(all);
    },
  };
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
    run: (variables, bound) => {
      const item = left.run(variables, bound);
      const list = right.run(variables, bound);
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
    run: (variables, bound) => {
      const items = list.run(variables, bound);
      if (items === bail || items === undefined || !isList(items)) return bail;
      if (!items.every(item => typeof item === 'string')) return bail;
      const text = items.join(separator);
      return text.length > maxText ? bail : text;
    },
  };
}
