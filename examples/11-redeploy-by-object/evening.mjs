export const handler = async () => ({ statusCode: 200, body: 'The evening edition\n' });
