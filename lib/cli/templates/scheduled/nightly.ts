/** Runs by the clock. */
export const handler = async (event: object): Promise<void> => {
  console.log('Called with', JSON.stringify(event));
};
