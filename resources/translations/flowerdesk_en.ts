<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>CountModel</name>
    <message numerus="yes">
        <source>{name}: %Ln photo(s)</source>
        <translation>
            <numerusform>{name}: %Ln photo</numerusform>
            <numerusform>{name}: %Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CourseCard</name>
    <message numerus="yes">
        <source>%Ln epoch(s)</source>
        <translation>
            <numerusform>%Ln epoch</numerusform>
            <numerusform>%Ln epochs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Learn</name>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n epoch</numerusform>
            <numerusform>%n epochs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About {right} of 100 right — between {low} and {high} — measured on %Ln photo(s) it has never seen.</source>
        <translation>
            <numerusform>About {right} of 100 right — between {low} and {high} — measured on %Ln photo it has never seen.</numerusform>
            <numerusform>About {right} of 100 right — between {low} and {high} — measured on %Ln photos it has never seen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LookingCard</name>
    <message numerus="yes">
        <source>%Ln skipped</source>
        <translation>
            <numerusform>%Ln skipped</numerusform>
            <numerusform>%Ln skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ManyPhotos</name>
    <message numerus="yes">
        <source>%Ln shown</source>
        <translation>
            <numerusform>%Ln shown</numerusform>
            <numerusform>%Ln shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message numerus="yes">
        <source>%Ln photo(s) selected</source>
        <translation>
            <numerusform>%Ln photo selected</numerusform>
            <numerusform>%Ln photos selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewSentences</name>
    <message numerus="yes">
        <source>%Ln label(s) of test photos mended by hand</source>
        <translation>
            <numerusform>%Ln label of test photos mended by hand</numerusform>
            <numerusform>%Ln labels of test photos mended by hand</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln test photo(s) left out by hand</source>
        <translation>
            <numerusform>%Ln test photo left out by hand</numerusform>
            <numerusform>%Ln test photos left out by hand</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln test photo(s) have labels that this run has not learned and count nowhere; learn again to take them in.</source>
        <translation>
            <numerusform>%Ln test photo has a label that this run has not learned and counts nowhere; learn again to take it in.</numerusform>
            <numerusform>%Ln test photos have labels that this run has not learned and count nowhere; learn again to take them in.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) got better</source>
        <translation>
            <numerusform>%Ln photo got better</numerusform>
            <numerusform>%Ln photos got better</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) got worse</source>
        <translation>
            <numerusform>%Ln photo got worse</numerusform>
            <numerusform>%Ln photos got worse</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeeCard</name>
    <message numerus="yes">
        <source>%n filter(s)</source>
        <translation>
            <numerusform>%n filter</numerusform>
            <numerusform>%n filters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln label(s)</source>
        <translation>
            <numerusform>%Ln label</numerusform>
            <numerusform>%Ln labels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message numerus="yes">
        <source>%Ln photo(s) selected</source>
        <translation>
            <numerusform>%Ln photo selected</numerusform>
            <numerusform>%Ln photos selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SuspectSentences</name>
    <message numerus="yes">
        <source>%Ln group(s)</source>
        <translation>
            <numerusform>%Ln group</numerusform>
            <numerusform>%Ln groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln group(s) with photos in the final test and outside it: the test is easier than it looks.</source>
        <translation>
            <numerusform>%Ln group with photos in the final test and outside it: the test is easier than it looks.</numerusform>
            <numerusform>%Ln groups with photos in the final test and outside it: the test is easier than it looks.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) were not looked at by the network, or could not be read, and are in no list.</source>
        <translation>
            <numerusform>%Ln photo was not looked at by the network, or could not be read, and is in no list.</numerusform>
            <numerusform>%Ln photos were not looked at by the network, or could not be read, and are in no list.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) could not be opened any more. Their files are gone or have changed: look for photos again on the Photos page.</source>
        <translation>
            <numerusform>%Ln photo could not be opened any more. Its file is gone or has changed: look for photos again on the Photos page.</numerusform>
            <numerusform>%Ln photos could not be opened any more. Their files are gone or have changed: look for photos again on the Photos page.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message numerus="yes">
        <source>%Ln chosen</source>
        <translation>
            <numerusform>%Ln chosen</numerusform>
            <numerusform>%Ln chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counts</name>
    <message numerus="yes">
        <source>%Ln photo(s) came after the map was drawn.</source>
        <translation>
            <numerusform>%Ln photo came after the map was drawn.</numerusform>
            <numerusform>%Ln photos came after the map was drawn.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) not on the map: the network has not looked at them yet.</source>
        <translation>
            <numerusform>%Ln photo not on the map: the network has not looked at it yet.</numerusform>
            <numerusform>%Ln photos not on the map: the network has not looked at them yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) not on the map: they could not be used.</source>
        <translation>
            <numerusform>%Ln photo not on the map: it could not be used.</numerusform>
            <numerusform>%Ln photos not on the map: they could not be used.</numerusform>
        </translation>
    </message>
</context>
</TS>
