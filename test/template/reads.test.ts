/** What a template reads, uses and refers to: known without running it. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { compileLoop } from '../../lib/template/compile.ts';
import { compiled, scope } from './language.ts';

describe('reads', () => {
  it.each<[Json, string[]]>([
    ['${parameter.image}', ['/image']],
    ['${parameter.code.inline}', ['/code/inline']],
    ['${parameter.?code.?inline.orValue("")}', ['/code/inline']],
    ['${parameter["image"]}', ['/image']],
    ['${parameter["a/b~c"]}', ['/a~1b~0c']],
    ['${parameter.ports[0].port}', ['/ports']],
    ['${parameter.http[parameter.path]}', ['/http', '/path']],
    ['${parameter[context.name]}', ['']],
    ['${parameter}', ['']],
    ['${size(parameter) > 0}', ['']],
    ['${has(parameter.image)}', ['/image']],
    ['${parameter.ports.map(p, p.port)}', ['/ports']],
    ['${parameter.ports.map(x, parameter.other)}', ['/ports', '/other']],
    ['a ${parameter.x} b ${parameter.y}', ['/x', '/y']],
    [[{ $for: 'p in parameter.ports', $if: 'parameter.on', port: '${p.port}' }], ['/ports', '/on']],
    ['${parameter.c ? resources.role.Arn : parameter.other}', ['/c', '/other']],
    ['${resources.integration[parameter.key].IntegrationId}', ['/key']],
    ['${context.name}', []],
    ['literal', []],
  ])('%j', (tree, reads) => {
    expect([...compiled(tree).reads].sort()).toEqual([...reads].sort());
  });
});

it('names what it uses, but for what it binds itself', () => {
  const tree = [{ $for: 'p in ports', port: '${string(p.port) + context.name}', all: '${ports.map(q, q.port)}' }];
  expect([...compiled(tree).uses].sort()).toEqual(['context', 'ports']);
  expect([...compiled({ a: '${outputs.x.y}', b: '${components["c"].link}' }).uses].sort()).toEqual([
    'components',
    'outputs',
  ]);
});

it('names the resources it refers to', () => {
  const tree = { a: '${resources.role.Arn}', b: ['x${parameter.c ? resources.?discovery.Arn : "y"}'] };
  expect([...compiled(tree).refers].sort()).toEqual(['discovery', 'role']);
});

it('knows what a loop reads', () => {
  const loop = compileLoop('k, v in parameter.?env.orValue({})', scope);
  expect(loop.ok && [...loop.value.reads]).toEqual(['/env']);
  expect(loop.ok && [...loop.value.uses]).toEqual(['parameter']);
});
