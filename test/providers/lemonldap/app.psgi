# The portal of LemonLDAP::NG with the files that its pages name; lemonldap.ts starts it.
use Plack::Builder;

# Its own captcha wants ImageMagick even where nobody is shown one; this one is never shown.
package Lemonldap::NG::Portal::Captcha::None {
    use Mouse;
    extends 'Lemonldap::NG::Portal::Main::Plugin';
    sub init { 1 }
}
$INC{'Lemonldap/NG/Portal/Captcha/None.pm'} = __FILE__;

require Lemonldap::NG::Portal::Main;
my $portal = Lemonldap::NG::Portal::Main->run( {} );
my $share  = "$ENV{CATFLAP_ROOT}/usr/share";

builder {
    enable 'Static',
      path => sub { s{^/static/}{/} },
      root => "$share/lemonldap-ng/portal/htdocs/static";
    enable 'Static', path => sub { s{^/javascript/}{/} }, root => "$share/javascript";
    $portal;
};
