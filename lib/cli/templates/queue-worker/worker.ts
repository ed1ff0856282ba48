/** Does the jobs of a queue; only those that fail come again. */
interface Batch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

async function work(job: string): Promise<void> {
  console.log(`Working on ${job}`);
}

export const handler = async ({ Records }: Batch): Promise<object> => {
  const done = await Promise.allSettled(Records.map(record => work(record.body)));
  const failed = Records.filter((_, i) => done[i]?.status === 'rejected');
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};
