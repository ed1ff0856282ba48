/** Which names a parameter schema declares: a template that reads another one would never find it. */
import { type Issue, problem } from '../errors.ts';
import { isObject, type JsonObject, segments } from '../json.ts';
import { didYouMean } from '../oam/nearest.ts';
import { composing } from './schema-shape.ts';

/** What is wrong with reading `path` (a JSON Pointer into the parameters), as far as the schema closes its maps; else undefined. */
export function unknownParameter(schema: JsonObject, path: string): Issue | undefined {
  const names = segments(path);
  let here = schema;
  for (const [i, name] of names.entries()) {
    const { properties, additionalProperties: others = false, unevaluatedProperties = false } = here;
    // A schema that lists no properties says nothing of them.
    if (!isObject(properties)) return undefined;
    const next = Object.hasOwn(properties, name) ? properties[name] : others;
    if (isObject(next)) {
      here = next;
      continue;
    }
    const open = others !== false || unevaluatedProperties !== false || here.patternProperties !== undefined;
    if (open || next === true || composing.some(keyword => here[keyword] !== undefined)) return undefined;
    const known = Object.keys(properties);
    return problem(
      'UnknownParameter',
      '',
      `parameter.${names.slice(0, i + 1).join('.')} is not declared`,
      didYouMean(name, known) ?? (known.length === 0 ? 'none is declared here' : `declared here: ${known.join(', ')}`),
    );
  }
  return undefined;
}
