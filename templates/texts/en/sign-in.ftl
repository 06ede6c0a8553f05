# Signing in.
sign-in = Sign in
sign-in-title = Sign in for staff
sign-in-name = User name
sign-in-password = Password
sign-in-help = Forgot your password? Ask the administrator of your unit.
sign-in-refused = The user name or the password is wrong. Check the keyboard layout and type them again.
sign-in-too-many =
    Too many wrong attempts. Try again in { $minutes } { $minutes ->
        [one] minute
        *[other] minutes
    }.
