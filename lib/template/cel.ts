/** The one door to CEL: which parser, which functions, which limits. Nothing else imports `@marcbachmann/cel-js`. */
import {
  type ASTNode,
  TypeError as CheckError,
  Environment,
  EvaluationError,
  Optional,
  ParseError,
} from '@marcbachmann/cel-js';
import { OamError } from '../errors.ts';
import { functions } from './functions.ts';
import { failLate, lateInEarly, lateType } from './late-value.ts';

export type Ast = ASTNode;

/** Limits of one expression. The nesting of comprehensions is checked where names are (`inspect.ts`). */
const maxNodes = 500;
const maxDepth = 32;
/** Nested `map`, `filter`, `all`, `exists`, `exists_one`. */
export const maxNested = 2;

/** A parsed expression and how to run it on values that are already CEL's. */
export interface Parsed {
  readonly ast: Ast;
  /** What the types of literals and functions forbid; undefined where nothing is wrong. */
  check(): Failure | undefined;
  run(variables: Readonly<Record<string, unknown>>): unknown;
}

export type Failure = { readonly code: string; readonly message: string };

const environment = new Environment({
  // Names are checked against the template's scope by ourselves: one environment serves all scopes.
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
  limits: { maxAstNodes: maxNodes, maxDepth, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 },
});

const known = new Set<string>();
for (const { name, parameters, run } of functions) {
  const [namespace = '', method] = name.split('.');
  const signature = `(${parameters.join(', ')}): dyn`;
  if (method === undefined) {
    environment.registerFunction(name + signature, { handler: run, async: false });
    continue;
  }
  if (!known.has(namespace)) registerNamespace(namespace);
  const handler = (_: unknown, ...given: readonly unknown[]): unknown => run(...given);
  environment.registerFunction(`template.${namespace}.${method}${signature}`, { handler, async: false });
}

/** `iam.trust(x)` is a method of a constant named `iam`, whose type CEL tells by its constructor. */
function registerNamespace(name: string): void {
  const ctor = (): void => {};
  environment.registerType(`template.${name}`, { ctor });
  environment.registerConstant(name, `template.${name}`, { constructor: ctor });
  known.add(name);
}

// Without these, equality of a late value and a text would be false instead of a mistake.
environment.registerType(lateType.name, { ctor: lateType.constructor });
for (const other of ['string', 'int', 'double', 'bool', 'null', 'list', 'map', lateType.name])
  environment.registerOperator(`${lateType.name} == ${other}`, failLate);

export function parse(
  text: string,
): { readonly ok: true; readonly value: Parsed } | ({ readonly ok: false } & Failure) {
  try {
    const parsed = environment.parse(text);
    const check = (): Failure | undefined => {
      const checked = parsed.check();
      return checked.valid ? undefined : failureOf(checked.error);
    };
    return { ok: true, value: { ast: parsed.ast, check, run: variables => parsed(variables) } };
  } catch (error) {
    return { ok: false, ...failureOf(error) };
  }
}

const issueCodes: Readonly<Record<string, string>> = {
  no_such_key: 'NoSuchKey',
  index_out_of_bounds: 'NoSuchKey',
  unknown_variable: 'UnknownName',
  limit_exceeded: 'TooComplex',
};

/** What went wrong in CEL, in our codes: TemplateSyntax, TemplateType, TemplateFailed and those of `issueCodes`. */
export function failureOf(error: unknown): Failure {
  if (error === lateInEarly) return { code: 'LateInEarly', message: lateInEarly.message };
  if (error instanceof EvaluationError && error.summary.includes(lateType.name))
    return { code: 'LateInEarly', message: `${lateInEarly.message} (${error.summary})` };
  if (error instanceof ParseError) return { code: issueCodes[error.code] ?? 'TemplateSyntax', message: error.summary };
  if (error instanceof CheckError) return { code: issueCodes[error.code] ?? 'TemplateType', message: error.summary };
  if (error instanceof EvaluationError)
    return { code: issueCodes[error.code] ?? 'TemplateFailed', message: error.summary };
  if (error instanceof OamError)
    return { code: error.code === 'TooLarge' ? 'TooLarge' : 'TemplateFailed', message: error.message };
  return { code: 'TemplateFailed', message: error instanceof Error ? error.message : String(error) };
}

/** An optional as CEL gives it, or undefined where the value is none. */
export function optionalOf(value: unknown): { readonly value: unknown } | undefined {
  if (!(value instanceof Optional)) return undefined;
  return { value: value.hasValue() ? value.value() : undefined };
}
