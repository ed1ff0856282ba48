export const handler = async () => ({ statusCode: 200, body: 'The morning edition\n' });
