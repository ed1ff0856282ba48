/** The contract of Store, DesiredStore and Agenda: every adapter passes these tests. */
import { describe } from 'vitest';
import type { Adapter } from './bench.ts';
import { documentTests } from './documents.ts';
import { eraseTests } from './erase.ts';
import { leaseTests } from './lease.ts';
import { listTests } from './lists.ts';
import { releaseTests } from './release.ts';
import { rowTests } from './rows.ts';
import { wakeTests } from './wakes.ts';

/** Declares the tests for one adapter, opened anew for each of them by `adapter()`. */
export function storeContract(name: string, adapter: () => Adapter): void {
  describe(`the store on ${name}`, () => {
    leaseTests(adapter);
    rowTests(adapter);
    releaseTests(adapter);
    eraseTests(adapter);
    wakeTests(adapter);
    documentTests(adapter);
    listTests(adapter);
  });
}
