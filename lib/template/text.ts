/** Finds the `${...}` of a text and the parts of an expression, by brackets and quotes alone. */

export type TextPart = string | { readonly expression: string };

/** The parts of a text; `$${` is a literal `${`. Undefined where a `${` has no end. */
export function parseText(text: string): readonly TextPart[] | undefined {
  if (!text.includes('${')) return [text];
  const parts: TextPart[] = [];
  let literal = '';
  let i = 0;
  while (i < text.length) {
    if (text.startsWith('$${', i)) {
      literal += '${';
      i += 3;
    } else if (text.startsWith('${', i)) {
      const end = closing(text, i + 1);
      if (end === undefined) return undefined;
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push({ expression: text.slice(i + 2, end) });
      i = end + 1;
    } else {
      literal += text[i];
      i += 1;
    }
  }
  if (literal !== '') parts.push(literal);
  return parts;
}

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Where the bracket that opens at `start` closes, or undefined. */
export function closing(text: string, start: number): number | undefined {
  const open: string[] = [];
  for (let i = start; i < text.length; i += 1) {
    const char = text[i] ?? '';
    if (char === '"' || char === "'") {
      const end = quoteEnd(text, i);
      if (end === undefined) return undefined;
      i = end;
    } else if (pairs[char] !== undefined) open.push(pairs[char]);
    else if (char === ')' || char === ']' || char === '}') {
      if (open.pop() !== char) return undefined;
      if (open.length === 0) return i;
    }
  }
  return undefined;
}

/** Where the string that opens at `start` ends: its last quote. */
function quoteEnd(text: string, start: number): number | undefined {
  const quote = text[start] ?? '';
  const triple = text.startsWith(quote.repeat(3), start);
  const mark = triple ? quote.repeat(3) : quote;
  for (let i = start + mark.length; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text.startsWith(mark, i)) return i + mark.length - 1;
  }
  return undefined;
}

/** `(x)` without its brackets, where they enclose all of it. */
export function unwrapped(text: string): string {
  const inner = text.trim();
  if (!inner.startsWith('(') || closing(inner, 0) !== inner.length - 1) return inner;
  return unwrapped(inner.slice(1, -1));
}

/** The three parts of `condition ? a : b`, or undefined. */
export function splitTernary(text: string): readonly [string, string, string] | undefined {
  const whole = unwrapped(text);
  let question = -1;
  let nested = 0;
  let before = '';
  for (let i = 0; i < whole.length; i += 1) {
    const char = whole[i] ?? '';
    const end = char === '"' || char === "'" ? quoteEnd(whole, i) : pairs[char] === undefined ? i : closing(whole, i);
    if (end === undefined) return undefined;
    if (char === '?' && before !== '.') {
      if (question < 0) question = i;
      else nested += 1;
    } else if (char === ':' && question >= 0) {
      if (nested === 0) return [whole.slice(0, question), whole.slice(question + 1, i), whole.slice(i + 1)];
      nested -= 1;
    }
    if (char.trim() !== '') before = whole[end] ?? '';
    i = end;
  }
  return undefined;
}

/** The expression of a text that is one `${...}` and nothing else, or the text itself: for places that always are expressions. */
export function unwrapExpression(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('${') || closing(trimmed, 1) !== trimmed.length - 1) return text;
  return trimmed.slice(2, -1);
}
