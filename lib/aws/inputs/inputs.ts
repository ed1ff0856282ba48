/** The kinds of inputs that can be looked at, one line each. */
import { image } from './image.ts';
import type { InputKind } from './input-kind.ts';
import { object } from './object.ts';
import { parameter } from './parameter.ts';
import { secret } from './secret.ts';

/** By the word that drivers call them by. */
export const inputKinds: ReadonlyMap<string, InputKind> = new Map(Object.entries({ image, object, parameter, secret }));
