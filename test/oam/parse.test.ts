/** Parsing: values, positions, limits, and what is refused with which code. */
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../lib/errors.ts';
import { locate, parseDocuments, parseLimits } from '../../lib/oam/parse.ts';

type Format = 'yaml' | 'json';

function issuesOf(text: string, format: Format = 'yaml'): readonly Issue[] {
  const parsed = parseDocuments(text, format);
  if (parsed.issues.length > 0) expect(parsed.documents).toEqual([]);
  return parsed.issues;
}

function brief(issue: Issue): string {
  const where = issue.line === undefined ? '' : ` ${issue.line}:${issue.column}`;
  return `${issue.code} ${issue.document ?? '-'} ${issue.pointer}${where}`;
}

describe('values', () => {
  it('reads many YAML documents and leaves empty ones out', () => {
    const { documents, issues } = parseDocuments(
      '---\n---\na: 1\n---\n---\nb: [x, null, ~, true, 1.5, "2"]\n...\n',
      'yaml',
    );
    expect(issues).toEqual([]);
    expect(documents.map(document => document.value)).toEqual([{ a: 1 }, { b: ['x', null, null, true, 1.5, '2'] }]);
  });

  it('reads one JSON object or a list of them', () => {
    expect(parseDocuments('{"a": 1}', 'json').documents.map(document => document.value)).toEqual([{ a: 1 }]);
    expect(parseDocuments('\uFEFF[{"a": 1}, {"b": 2}]', 'json').documents.map(document => document.value)).toEqual([
      { a: 1 },
      { b: 2 },
    ]);
  });

  it('keeps words of YAML 1.1 and dates as text', () => {
    const { documents } = parseDocuments('a: yes\nb: 2026-01-02\nc: <<\n', 'yaml');
    expect(documents[0]?.value).toEqual({ a: 'yes', b: '2026-01-02', c: '<<' });
  });
});

describe('positions', () => {
  it('finds keys and list items in YAML, and the parent of what is missing', () => {
    const text = 'a: "q"\n"b k":\n  - x\n  - {k: v}\n---\nz:\n  y~/: |\n    text\n';
    const [first, second] = parseDocuments(text, 'yaml').documents;
    expect(first?.position('/a')).toEqual({ line: 1, column: 1 });
    expect(first?.position('/b k')).toEqual({ line: 2, column: 1 });
    expect(first?.position('/b k/1/k')).toEqual({ line: 4, column: 6 });
    expect(first?.position('/b k/1/missing/deep')).toEqual({ line: 4, column: 5 });
    expect(second?.position('')).toEqual({ line: 6, column: 1 });
    expect(second?.position('/z/y~0~1')).toEqual({ line: 7, column: 3 });
  });

  it('finds the same in JSON, in each document of a list', () => {
    const [first, second] = parseDocuments('[{"a": 1},\n {"b": {"c": [1,\n {"d\\"": 2}]}}]', 'json').documents;
    expect(first?.position('/a')).toEqual({ line: 1, column: 3 });
    expect(second?.position('/b/c/1/d"')).toEqual({ line: 3, column: 3 });
    expect(second?.position('/nothing')).toEqual({ line: 2, column: 2 });
  });

  it('puts document, line and column on the Issues of a later step', () => {
    const [, second] = parseDocuments('a: 1\n---\nb: 2\n', 'yaml').documents;
    const [issue] = locate([{ code: 'X', severity: 'error', pointer: '/b', message: 'm' }], 1, second!);
    expect(brief(issue!)).toBe('X 1 /b 3:1');
  });
});

describe('refusals', () => {
  it.each<[string, string, Format, string[]]>([
    ['broken YAML', 'a: b: c', 'yaml', ['InvalidYaml -  1:5']],
    ['an unclosed quote', 'a: 1\nx: "abc', 'yaml', ['InvalidYaml -  2:8']],
    ['bytes that are no text', 'PK\u0003\u0004\u0000', 'yaml', ['InvalidYaml -  1:5']],
    ['a tab as indentation', 'a:\n\tb: 1', 'yaml', ['InvalidYaml -  2:1']],
    ['a tag', 'a: !foo 1', 'yaml', ['InvalidYaml -  1:4']],
    ['bytes by tag', 'a: !!binary aGk=', 'yaml', ['InvalidYaml -  1:4']],
    ['a key that is an object', '? {a: 1}\n: 2', 'yaml', ['InvalidYaml -  1:1']],
    ['plain words', 'a: 1\n---\nhello', 'yaml', ['NotAnObject 1  3:1']],
    ['a YAML list', '- a: 1', 'yaml', ['NotAnObject 0  1:1']],
    ['nothing', '', 'yaml', ['NoDocument - ']],
    ['an empty JSON list', '[]', 'json', ['NoDocument - ']],
    ['numbers in a JSON list', '[1, {}, null]', 'json', ['NotAnObject 0  1:2', 'NotAnObject 2  1:9']],
    ['YAML sent as JSON', 'a: 1', 'json', ['InvalidJson -  1:1']],
    ['a trailing comma', '{"a": 1,}', 'json', ['InvalidJson -  1:9']],
    ['a missing comma', '{"a": [1, true]\n"b": 2}', 'json', ['InvalidJson -  2:1']],
    ['a key without quotes', '[{"a": -1.5e3}, {b: 2}]', 'json', ['InvalidJson -  1:18']],
    ['a line end in a string', '{"a": "x\n"}', 'json', ['InvalidJson -  1:7']],
    ['a word that is no value', '{"a": nil}', 'json', ['InvalidJson -  1:7']],
    ['two JSON documents', '{}\n{}', 'json', ['InvalidJson -  2:1']],
    ['a bracket too many', '{}}', 'json', ['InvalidJson -  1:3']],
    ['JSON that ends early', '{"a":', 'json', ['InvalidJson -  1:6']],
    ['infinity', 'a: .inf\n---\nb: [.NaN]', 'yaml', ['NotJson 0 /a 1:1', 'NotJson 1 /b/0 3:5']],
    ['the prototype, in YAML', 'a: {"\\x5f_proto__": 1}', 'yaml', ['ReservedKey -  1:5']],
    ['the prototype, in JSON', '{"\\u005f_proto__": {"x": 1}}', 'json', ['ReservedKey -  1:2']],
  ])('%s', (_, text, format, expected) => {
    const got = issuesOf(text, format).map(brief);
    // The column of a reserved YAML key is that of its object.
    if (expected[0]?.startsWith('ReservedKey')) expect(got.map(line => line.split(' ')[0])).toEqual(['ReservedKey']);
    else expect(got).toEqual(expected);
  });

  it('names every duplicate key of every document', () => {
    const yaml = 'a: 1\na: 2\nb: {c: 1, c: 2}\n---\nd: 1\n"d": 2\n';
    expect(issuesOf(yaml).map(brief)).toEqual([
      'DuplicateKey 0 /a 2:1',
      'DuplicateKey 0 /b/c 3:11',
      'DuplicateKey 1 /d 6:1',
    ]);
    expect(issuesOf('{"a": 1, "\\u0061": 2}', 'json').map(brief)).toEqual(['DuplicateKey - /a 1:10']);
    expect(issuesOf('[{}, {"a": 1, "a": 2}]', 'json').map(brief)).toEqual(['DuplicateKey 1 /a 1:15']);
  });

  it('names anchors and aliases, and never expands a bomb', () => {
    expect(issuesOf('x: &a 1\ny: *a').map(brief)).toEqual(['AliasNotAllowed -  1:4', 'AliasNotAllowed -  2:4']);
    const levels = 'abcdefghij'.split('');
    const bomb = levels.map((name, i) => `${name}: &${name} [${`*${levels[i - 1] ?? 'z'},`.repeat(9)}]`).join('\n');
    const before = performance.now();
    expect(new Set(issuesOf(bomb).map(issue => issue.code))).toEqual(new Set(['AliasNotAllowed']));
    expect(performance.now() - before).toBeLessThan(500);
  });

  it('allows 32 levels and refuses 33, in both formats', () => {
    const nested = (depth: number) => `${'{"a": '.repeat(depth)}1${'}'.repeat(depth)}`;
    for (const format of ['yaml', 'json'] as const) {
      expect(issuesOf(nested(32), format)).toEqual([]);
      expect(issuesOf(nested(33), format).map(issue => issue.code)).toEqual(['TooDeep']);
      expect(issuesOf('['.repeat(500_000) + ']'.repeat(500_000), format).map(issue => issue.code)).toEqual(['TooDeep']);
    }
  });

  it('counts bytes, nodes and documents', () => {
    const fat = `a: "${'é'.repeat(parseLimits.bytes / 2)}"`;
    expect(issuesOf(fat).map(brief)).toEqual(['TooLarge - ']);
    const many = JSON.stringify({ a: Array.from({ length: parseLimits.nodes }, () => 1) });
    expect(issuesOf(many, 'json').map(issue => issue.code)).toEqual(['TooManyNodes']);
    expect(issuesOf(many, 'yaml').map(issue => issue.code)).toEqual(['TooManyNodes']);
    expect(issuesOf('a: 1\n---\n'.repeat(26)).map(brief)).toEqual(['TooManyDocuments - ']);
    expect(issuesOf('a: 1\n---\n'.repeat(25))).toEqual([]);
  });
});
