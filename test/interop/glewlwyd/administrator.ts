/** Glewlwyd's administration interface, with the account that it comes with. */
export class Administrator {
  private constructor(
    private readonly origin: string,
    private readonly cookie: string,
  ) {}

  static async signIn(origin: string): Promise<Administrator> {
    const answer = await new Administrator(origin, '').add('auth/', { username: 'admin', password: 'password' });
    return new Administrator(origin, answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
  }

  async add(path: string, what: object): Promise<Response> {
    const headers = { 'content-type': 'application/json', cookie: this.cookie };
    const answer = await fetch(`${this.origin}/api/${path}`, { method: 'POST', headers, body: JSON.stringify(what) });
    if (!answer.ok) throw new Error(`${path} ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
