/** YAML 1.2 to JSON values, by js-yaml's events: no anchors, no aliases, no duplicate keys, nothing that JSON cannot say. */
import {
  CORE_SCHEMA,
  constructFromEvents,
  defineMappingTag,
  EVENT_ID,
  type Event,
  getScalarValue,
  mapTag,
  parseEvents,
  type Schema,
  YAMLException,
} from 'js-yaml';
import { type Issue, messageOf, problem } from '../errors.ts';
import { isList, isObject, type Json, pointer, trusted } from '../json.ts';
import type { ParseLimits, RawParsed } from './parse.ts';
import { createLocator, createPlacer, type Placer, type Position, placeOf } from './places.ts';

/** Named in the mapping tag's own words, so that it comes back by our own text. */
const reservedKey = 'the key __proto__ is not allowed';

/** The core schema whose objects refuse `__proto__`: no later code has to think of it. */
const schema: Schema = CORE_SCHEMA.withTags(
  defineMappingTag(mapTag.tagName, {
    create: mapTag.create,
    addPair: (carrier, key, value) => (key === '__proto__' ? reservedKey : mapTag.addPair(carrier, key, value)),
    has: mapTag.has,
    keys: mapTag.keys,
    get: mapTag.get,
    identify: mapTag.identify,
  }),
);

export function parseYaml(source: string, limits: ParseLimits): RawParsed {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const locate = createLocator(text);
  let events: Event[];
  try {
    // js-yaml counts scalars and pairs as levels too: its limit only protects its own stack, ours is counted below.
    events = parseEvents(text, { maxDepth: 3 * limits.depth });
  } catch (error) {
    return { values: [], issues: [syntaxIssue(error, limits)] };
  }
  if (events.length > limits.nodes) {
    const message = `The text has more than ${limits.nodes} keys and values`;
    return { values: [], issues: [problem('TooManyNodes', '', message, 'Split the application')] };
  }
  const deep = tooDeep(events, limits.depth);
  if (deep !== undefined) return { values: [], issues: [{ ...depthIssue(limits), ...locate(deep) }] };
  const references = referenceIssues(events, locate);
  if (references.length > 0) return { values: [], issues: references };

  let constructed: unknown[];
  try {
    constructed = constructFromEvents(events, { source: text, schema, maxAliases: 0 });
  } catch (error) {
    const duplicates = duplicateIssues(events, text, locate);
    return { values: [], issues: duplicates.length > 0 ? duplicates : [syntaxIssue(error, limits)] };
  }
  const starts: number[] = [];
  events.forEach((event, index) => {
    if (event.type === EVENT_ID.DOCUMENT) starts.push(index);
  });
  const values: { value: Json; position(path: string): Position }[] = [];
  const issues: Issue[] = [];
  const mayBeInfinite = /\.(inf|nan)/i.test(text);
  for (const [index, item] of constructed.entries()) {
    // `---` without anything after it is no document.
    if (item === null || item === undefined) continue;
    const value = trusted<Json>(item);
    let places: ReadonlyMap<string, number> | undefined;
    const position = (path: string): Position => {
      places ??= scan(events, starts[index] ?? 0, text).places;
      return locate(placeOf(places, path));
    };
    if (mayBeInfinite) {
      for (const path of infinities(value, '')) {
        const issue = problem('NotJson', path, 'Infinity and NaN are no JSON numbers', 'Put the text in quotes');
        issues.push({ ...issue, document: values.length, ...position(path) });
      }
    }
    values.push({ value, position });
  }
  return { values, issues };
}

/** Walks the events of one document. */
function scan(events: readonly Event[], start: number, text: string): Placer {
  const placer = createPlacer();
  for (let index = start + 1, depth = 0; index < events.length; index++) {
    const event = events[index];
    if (event === undefined || (event.type === EVENT_ID.POP && depth === 0)) break;
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      depth++;
      placer.open(event.type === EVENT_ID.MAPPING ? 'object' : 'list', event.start);
    } else if (event.type === EVENT_ID.POP) {
      depth--;
      placer.close();
    } else if (event.type === EVENT_ID.SCALAR) {
      // The event's range leaves the quotes out; people look at the quote.
      const quoted = event.style === 2 || event.style === 3 ? 1 : 0;
      placer.scalar(Math.max(event.valueStart - quoted, 0), () => getScalarValue(text, event));
    }
  }
  return placer;
}

/** Where the first collection below the allowed depth begins. */
function tooDeep(events: readonly Event[], limit: number): number | undefined {
  let depth = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) depth = -1;
    if (event.type === EVENT_ID.POP) depth--;
    else if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS && ++depth > limit) {
      return 'start' in event ? event.start : 0;
    }
  }
  return undefined;
}

function depthIssue(limits: ParseLimits): Issue {
  const message = `Objects and lists stand more than ${limits.depth} deep in one another`;
  return problem('TooDeep', '', message, 'Make the structure flatter');
}

function referenceIssues(events: readonly Event[], locate: (offset: number) => Position): Issue[] {
  const issues: Issue[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.ALIAS) {
      const message = 'Aliases (`*name`) are not allowed: 350 bytes of them can become 47 MB';
      issues.push({
        ...problem('AliasNotAllowed', '', message, 'Write the value out'),
        ...locate(event.anchorStart - 1),
      });
    } else if ('anchorStart' in event && event.anchorStart >= 0) {
      const message = 'Anchors (`&name`) are not allowed, since nothing may refer to them';
      issues.push({ ...problem('AliasNotAllowed', '', message, 'Take it out'), ...locate(event.anchorStart - 1) });
    }
    if (issues.length === 20) break;
  }
  return issues;
}

function duplicateIssues(events: readonly Event[], text: string, locate: (offset: number) => Position): Issue[] {
  const issues: Issue[] = [];
  let document = 0;
  for (const [index, event] of events.entries()) {
    if (event.type !== EVENT_ID.DOCUMENT) continue;
    for (const { pointer: path, key, offset } of scan(events, index, text).duplicates) {
      const issue = problem('DuplicateKey', path, `The key ${key} stands twice in one object`, 'Keep one of them');
      issues.push({ ...issue, document, ...locate(offset) });
    }
    document++;
  }
  return issues;
}

function syntaxIssue(error: unknown, limits: ParseLimits): Issue {
  if (!(error instanceof YAMLException)) return problem('InvalidYaml', '', `This is not YAML: ${messageOf(error)}`);
  const { reason, mark } = error;
  const where = mark === undefined ? {} : { line: mark.line + 1, column: mark.column + 1 };
  if (reason.startsWith('nesting exceeded')) {
    return { ...depthIssue(limits), ...where };
  }
  if (reason === reservedKey) return { ...problem('ReservedKey', '', 'The key __proto__ is not allowed'), ...where };
  const hint =
    'Look at this line and the one above it: indentation (by spaces, not tabs), a missing space after a colon, an unclosed quote';
  return { ...problem('InvalidYaml', '', `This is not YAML: ${reason}`, hint), ...where };
}

function infinities(value: Json, path: string): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (isList(value)) return value.flatMap((item, index) => infinities(item, path + pointer(index)));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => infinities(item, path + pointer(key)));
}
