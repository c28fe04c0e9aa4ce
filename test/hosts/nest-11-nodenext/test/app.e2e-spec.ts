import { INestApplication } from '@nestjs/common';
import { Test, TestingModule } from '@nestjs/testing';
import request from 'supertest';
import { signedInAs } from '@fanlight/signin/testing';
import { AppModule } from './../src/app.module';

describe('AppController (e2e)', () => {
  let app: INestApplication;

  beforeEach(async () => {
    const moduleFixture: TestingModule = await Test.createTestingModule({
      imports: [AppModule],
    }).compile();

    app = moduleFixture.createNestApplication();
    await app.init();
  });

  afterEach(async () => {
    await app.close();
  });

  it('/ (GET)', () => {
    return request(app.getHttpServer()).get('/').expect(200).expect('Hello World!');
  });

  it('/account (GET)', () => {
    return request(app.getHttpServer()).get('/account').expect(401);
  });

  it('/account (GET), signed in', async () => {
    const { headers } = await signedInAs(app, { email: 'carol@example.com', groups: ['Writers'] });
    return request(app.getHttpServer())
      .get('/account')
      .set(headers)
      .expect(200, { email: 'carol@example.com', groups: ['Writers'] });
  });
});
