package test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Spring Authorization Server as its guide sets it up. Arguments: port, client, secret, user, password. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SpringServer {
  private static String[] given;

  public static void main(String[] arguments) {
    given = arguments;
    System.setProperty("server.port", given[0]);
    System.setProperty("server.address", "127.0.0.1");
    SpringApplication.run(SpringServer.class);
  }

  @Bean
  @Order(1)
  SecurityFilterChain protocol(HttpSecurity http) throws Exception {
    var server = OAuth2AuthorizationServerConfigurer.authorizationServer();
    var page = new LoginUrlAuthenticationEntryPoint("/login");
    return http.securityMatcher(server.getEndpointsMatcher())
        .with(server, endpoints -> endpoints.oidc(Customizer.withDefaults()))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(page, new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.requestMatchers("/administrator/**").permitAll().anyRequest().authenticated())
        .csrf(csrf -> csrf.ignoringRequestMatchers("/administrator/**"))
        .formLogin(Customizer.withDefaults())
        .build();
  }

  @Bean
  UserDetailsService people() {
    return new InMemoryUserDetailsManager(User.withUsername(given[3]).password("{noop}" + given[4]).roles("USER").build());
  }

  @Bean
  AuthorizationServerSettings settings() {
    return AuthorizationServerSettings.builder().issuer("http://127.0.0.1:" + given[0]).build();
  }

  @Bean
  InMemoryRegisteredClientRepository clients() {
    return new InMemoryRegisteredClientRepository(client("http://localhost:1"));
  }

  /** As an administrator changes the addresses of the client. */
  @Bean
  RouterFunction<ServerResponse> administration(InMemoryRegisteredClientRepository clients) {
    return RouterFunctions.route()
        .POST("/administrator/client", request -> {
          clients.save(client(request.param("appUrl").orElseThrow()));
          return ServerResponse.ok().build();
        })
        .build();
  }

  private static RegisteredClient client(String appUrl) {
    return RegisteredClient.withId("the-only-one")
        .clientId(given[1])
        .clientSecret("{noop}" + given[2])
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .redirectUri(appUrl + "/authorization-code/callback")
        .postLogoutRedirectUri(appUrl + "/")
        .scope("openid")
        .scope("profile")
        .scope("email")
        .clientSettings(ClientSettings.builder().requireProofKey(true).build())
        .build();
  }
}
