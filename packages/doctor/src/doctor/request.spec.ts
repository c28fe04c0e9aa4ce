import { createServer, type Server } from 'node:http';
import { freePort } from '../../../../test/support/free-port.js';
import { sendWithin } from './request.js';

describe('A request of the doctor', () => {
  const arrived: (string | undefined)[] = [];
  let server: Server;
  let url: string;

  beforeAll(async () => {
    // As Starman, which keeps a connection for a second without saying so, and closes it just as the next request arrives.
    server = createServer(({ method, socket }, response) => {
      arrived.push(method);
      if (arrived.length === 1) socket.destroy();
      else response.end('here');
    });
    const port = await freePort();
    url = `http://127.0.0.1:${port}/`;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  });
  beforeEach(() => void (arrived.length = 0));
  afterAll(() => server.close());

  const send = sendWithin(5000, { https: '', http: '', noProxy: '' });

  it('is made once more where the server closed the connection and asking changes nothing', async () => {
    expect(await send({ url })).toMatchObject({ status: 200, text: 'here' });
    expect(arrived).toEqual(['GET', 'GET']);
  });

  it('is made once alone where it may change something', async () => {
    await expect(send({ url, method: 'POST', body: 'a=1' })).rejects.toThrow('did not answer');
    expect(arrived).toEqual(['POST']);
  });
});
