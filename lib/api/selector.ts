/** labelSelector and fieldSelector of list requests: a list must never hold what was not asked for (clients delete what they list). */
import { OamError } from '../errors.ts';
import { type JsonObject, objectOf } from '../json.ts';

export type Selects = (object: JsonObject) => boolean;

/** Equality and existence, as kubectl and vela send them; anything else is refused. */
export function selectorOf(labels: string | undefined, fields: string | undefined): Selects {
  const tests = [...termsOf(labels).map(labelTest), ...termsOf(fields).map(fieldTest)];
  return object => tests.every(test => test(objectOf(object.metadata)));
}

type Test = (metadata: JsonObject) => boolean;

function termsOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(term => term.trim())
    .filter(term => term !== '');
}

function labelTest(term: string): Test {
  const [, not = '', key = '', operator = '', value = ''] =
    /^(!?)([\w./-]+)\s*(?:(==?|!=)\s*([\w.-]*))?$/.exec(term) ?? [];
  if (key === '' || (not !== '' && operator !== '')) {
    throw new OamError('BadRequest', `The labelSelector ${JSON.stringify(term)} is none of a=b, a!=b, a, !a`);
  }
  return metadata => {
    const label = objectOf(metadata.labels)[key];
    if (operator === '') return (label !== undefined) === (not === '');
    return operator === '!=' ? label !== value : label === value;
  };
}

function fieldTest(term: string): Test {
  const [, field = '', operator = '', value = ''] = /^metadata\.(name|namespace)(==?|!=)(.*)$/.exec(term) ?? [];
  if (field === '') {
    throw new OamError(
      'BadRequest',
      `The fieldSelector ${JSON.stringify(term)} is not on metadata.name or metadata.namespace`,
    );
  }
  return metadata => (metadata[field] === value) === (operator !== '!=');
}
