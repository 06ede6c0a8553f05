# The documents of a case, and whether one is genuine.
case-documents = Documents
document-what = Document
document-number = Number
document-made = Made
document-open = Open and print
document-download = Download
document-none = There are no documents yet.
document-waiting = Being made
document-failed = Not made
verify-title = Verify a document
verify-code = Verification code
verify = Verify
verify-help = The code is printed at the foot of the document: sixteen letters and digits.
verify-genuine = The document is genuine.
verify-compare = Compare the kind, the number and the date with the document in your hands.
verify-kind = Kind of document
verify-date = Date
verify-unknown = No document has this code. Check that it is typed right.
verify-too-many = Too many wrong codes. Try again in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
