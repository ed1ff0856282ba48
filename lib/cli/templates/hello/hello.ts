/** Answers every request with a greeting. */
interface Request {
  readonly queryStringParameters?: Readonly<Record<string, string>>;
}

export const handler = async (request: Request): Promise<object> => {
  const name = request.queryStringParameters?.name ?? 'world';
  console.log(`Greeting ${name}`);
  return { statusCode: 200, body: `Hello, ${name}!\n` };
};
