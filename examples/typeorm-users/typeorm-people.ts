import { type User, type UserDetails, UserStore } from '@fanlight/signin';
import { DataSource, type Repository } from 'typeorm';
import { Person } from './person.js';

/** Sign-in keeps people in this application's own table. */
export class TypeOrmPeople extends UserStore {
  private readonly people: Repository<Person>;

  constructor(private readonly source: DataSource) {
    super();
    this.people = source.getRepository(Person);
  }

  /** An application with data to lose writes migrations in place of `synchronize`. */
  static async connect(url: string): Promise<TypeOrmPeople> {
    return new TypeOrmPeople(await new DataSource({ type: 'postgres', url, entities: [Person], synchronize: true }).initialize());
  }

  onApplicationShutdown(): Promise<void> {
    return this.source.destroy();
  }

  async recordSignIn({ connection, issuer, subject, name, username, email, emailVerified }: UserDetails): Promise<User> {
    // What is undefined stays as it is. An address comes with whether it is verified, or not at all.
    const address = email ? { email, emailVerified } : {};
    await this.people.upsert({ connection, issuer, subject, name, username, ...address }, ['connection', 'issuer', 'subject']);
    return toUser(await this.people.findOneByOrFail({ connection, issuer, subject }));
  }

  async find(issuer: string, subject: string, connection = 'default'): Promise<User | undefined> {
    const person = await this.people.findOneBy({ connection, issuer, subject });
    return person === null ? undefined : toUser(person);
  }

  async search(text: string): Promise<User[]> {
    const found = this.people.createQueryBuilder('person').where('lower(person.email) = lower(:text)', { text });
    return (await found.orWhere('person.subject = :text or cast(person.id as text) = :text', { text }).getMany()).map(toUser);
  }
}

function toUser({ id, connection, issuer, subject, name, username, email, emailVerified }: Person): User {
  return {
    id,
    connection,
    issuer,
    subject,
    name: name ?? undefined,
    username: username ?? undefined,
    email: email ?? undefined,
    emailVerified,
  };
}
