/** What is done without CEL gives exactly what CEL gives: the same expression on the same data, both ways. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { parse } from '../../lib/template/cel.ts';
import { direct } from '../../lib/template/direct.ts';
import { bail } from '../../lib/template/direct-value.ts';
import { compiled, type Given, run } from './language.ts';

const key = fc.constantFrom('a', 'b', 'c', 'constructor');
const scalar = fc.oneof(
  fc.constantFrom<Json>('', 'a', 'b', '80', true, false, null, 0, 1, -1, 80, 1.5, -0.5, 2 ** 53, 1e300),
  fc.constantFrom<Json>({ $ref: ['row', 'Arn'] }, { $join: ['x', { $ref: ['row', 'Arn'] }] }, { $initial: 2 }),
);
const data: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(key, fc.constantFrom('$$ref', '$$x', '*', '80')), tie('value'), { maxKeys: 4 }),
  ),
})).value;
const root = fc.dictionary(key, data, { maxKeys: 4 });

const names = fc.constantFrom('parameter', 'workload', 'outputs', 'components["c"].link');
const quoted = fc.constantFrom('"a"', '"b"', '"80"', '"$ref"', '"$x"', '"*"');
const number = fc.constantFrom('0', '1', '80', '1.5', '2.0');
const { expression } = fc.letrec<{ expression: string; path: string; list: string }>(tie => ({
  list: fc.oneof(
    tie('path'),
    fc.array(fc.oneof(tie('path'), quoted), { maxLength: 3 }).map(items => `[${items.join(', ')}]`),
  ),
  path: fc
    .tuple(
      names,
      fc.array(
        fc.oneof(
          key.map(name => `.${name}`),
          key.map(name => `.?${name}`),
          fc.oneof(quoted, fc.constantFrom('0', '1', '-1')).map(text => `[${text}]`),
          quoted.map(text => `[?${text}]`),
          key.map(name => `[parameter.${name}]`),
        ),
        { maxLength: 4 },
      ),
    )
    .map(([name, steps]) => name + steps.join('')),
  expression: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    { arbitrary: tie('path'), weight: 9 },
    fc.oneof(quoted, number, fc.constantFrom('true', 'false', 'null', '[]', '{}')),
    fc.tuple(tie('path'), tie('expression')).map(([path, other]) => `${path}.orValue(${other})`),
    tie('path').map(path => `has(${path})`),
    tie('expression').map(inner => `size(${inner})`),
    tie('path').map(path => `${path}.size()`),
    tie('expression').map(inner => `string(${inner})`),
    tie('expression').map(inner => `!(${inner})`),
    fc
      .tuple(tie('list'), fc.constantFrom('map', 'filter', 'exists', 'all'), tie('expression'))
      .map(([list, name, body]) => `${list}.${name}(one, one == "a" || ${body})`),
    fc
      .tuple(tie('list'), fc.constantFrom('map', 'filter', 'exists', 'all'), fc.oneof(key, quoted))
      .map(([list, name, step]) => `${list}.${name}(a, ${step.startsWith('"') ? `a == ${step}` : `has(a.${step})`})`),
    fc.tuple(tie('expression'), tie('list')).map(([item, list]) => `${item} in ${list}`),
    tie('list').map(list => `${list}.join("-")`),
    fc
      .tuple(
        fc.constantFrom('distinct', 'flatten', 'isList', 'envName', 'initial'),
        fc.oneof(tie('list'), tie('expression')),
      )
      .map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(fc.constantFrom('quantity.cpu', 'quantity.memory', 'json.text', 'int'), tie('expression'))
      .map(([name, inner]) => `${name}(${inner})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `clamp(${a}, 1, ${b})`),
    fc.tuple(tie('list'), tie('expression')).map(([list, item]) => `before(${list}, ${item})`),
    fc.tuple(tie('list'), quoted).map(([list, name]) => `lastOfEach(${list}, ${name})`),
    tie('list').map(list => `fargate.size(${list}).map(key, key)`),
    tie('list').map(list => `fargate.size(${list}.map(one, {"cpu": one, "memory": one}))`),
    fc
      .tuple(tie('expression'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('expression'))
      .map(([a, name, b]) => `(${a}).${name}(${b})`),
    fc.tuple(tie('path'), tie('path'), tie('expression')).map(([a, b, c]) => `${a}.or(${b}).orValue(${c})`),
    fc.tuple(tie('list'), tie('expression')).map(([list, inner]) => `${list}.map(one, {"a": ${inner}, "$b": one})`),
    fc.array(tie('expression'), { maxLength: 3 }).map(items => `[${items.join(', ')}]`),
    fc
      .tuple(tie('expression'), fc.constantFrom('==', '!=', '<', '<=', '>', '>=', '+', '&&', '||'), tie('expression'))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([c, a, b]) => `(${c}) ? (${a}) : (${b})`),
  ),
}));

function variablesOf(parameter: Json, workload: Json, outputs: Json, link: Json): NonNullable<Given['variables']> {
  return { parameter, workload, outputs, components: { c: { link, grants: {} } } };
}

it('evaluates expressions as CEL does', () => {
  let quick = 0;
  fc.assert(
    fc.property(expression, root, root, root, root, (text, parameter, workload, outputs, link) => {
      const variables = variablesOf(parameter, workload, outputs, link);
      const tree = `\${${text}}`;
      const [quickly, slowly] = [run(tree, { variables }), run(tree, { variables, options: { direct: false } })];
      expect(quickly).toEqual(slowly);
      // Loops see the order of keys.
      expect(JSON.stringify(quickly)).toBe(JSON.stringify(slowly));
      const parsed = parse(text);
      const value = parsed.ok ? direct(parsed.value.ast)?.run(variables, undefined) : bail;
      if (value !== undefined && value !== bail) quick += 1;
    }),
    { numRuns: 8000 },
  );
  // Otherwise the test would compare CEL with itself.
  expect(quick).toBeGreaterThan(1000);
});

it.each<[string, Json]>([
  ['lastOfEach([outputs.integration, "a"], "a")', ['a']],
  ['clamp(parameter.none, 1, 2)', 1],
  ['fargate.size([]).map(key, key)', ['cpu', 'memory', 'askedCpu', 'askedMemory', 'rounded']],
])('gives for %s what CEL gives', (text, expected) => {
  const variables = { parameter: { none: 0 }, outputs: { integration: { '*': { type: 'HTTP' } } } };
  for (const direct of [true, false])
    expect(run(`\${${text}}`, { variables, options: { direct } })).toEqual({ value: expected, issues: [] });
});

it.each<[string, Json | undefined]>([
  ['parameter.name', 'web'],
  ['parameter.?cmd', undefined],
  ['parameter.?cmd.orValue([])', []],
  ['parameter.ports[0].port', 80],
  ['parameter.?ports[0].?expose.orValue(false)', false],
  ['has(parameter.ports)', true],
  ['size(parameter.ports) > 0 && environment.ingress == "cloud-map"', true],
  ['parameter.ports.map(p, p.port)', [80]],
  ['parameter.ports.filter(p, p.?expose.orValue(false))', []],
  ['parameter.ports.exists(p, p.port == 80)', true],
  ['parameter.ports.all(p, p.port < 80)', false],
  ['parameter.name in ["api", "web"]', true],
  ['[parameter.name, "x"].join("-")', 'web-x'],
  ['"a" + parameter.name', 'aweb'],
  ['parameter.ports[0].port + 1', 81],
  ['outputs.integration[string(parameter.ports[0].port)].type', 'HTTP'],
  ['size(parameter.ports) > 0 ? parameter.name : environment.ingress', 'web'],
  ['initial(parameter.name)', { $initial: 'web' }],
  ['quantity.memory("1Gi")', 1024],
  ['distinct([parameter.name, "web"])', ['web']],
])('needs no CEL for %s', (text, expected) => {
  const variables = {
    parameter: { name: 'web', ports: [{ port: 80 }] },
    environment: { ingress: 'cloud-map' },
    outputs: { integration: { '*': { type: 'HTTP' } } },
  };
  const parsed = parse(text);
  expect(parsed.ok && direct(parsed.value.ast)?.run(variables, undefined)).toEqual(expected);
  expect(compiled(`\${${text}}`).evaluate({ variables, row: () => undefined }).value).toEqual(expected);
});
