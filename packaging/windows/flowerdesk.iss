; The installer for Windows, made by Inno Setup 6 of the folder that freeze.sh built:
;
;     iscc /DVersion=0.1.0 /DFolder=C:\dist\flowerdesk /DIcons=C:\build\icons /O"C:\dist" flowerdesk.iss

#ifndef Version
  #error Name the version: /DVersion=0.1.0
#endif

[Setup]
AppId={{6D3F0E0B-6E0C-4D0B-9B7B-2B9F7E1F2C51}
AppName=flowerdesk
AppVersion={#Version}
AppPublisher=The flowerdesk authors
DefaultDirName={autopf}\flowerdesk
DefaultGroupName=flowerdesk
DisableProgramGroupPage=yes
; Without the rights of an administrator it installs for this person alone.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile={#Folder}\LICENSE
SetupIconFile={#Icons}\flowerdesk.ico
UninstallDisplayIcon={app}\flowerdesk-window.exe
OutputBaseFilename=flowerdesk-{#Version}-setup
Compression=lzma2
SolidCompression=yes
ChangesAssociations=yes
ChangesEnvironment=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "path"; Description: "Let a terminal find the command flowerdesk"; Flags: unchecked

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[InstallDelete]
; What an earlier version had and this one has not would still be imported.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\flowerdesk"; Filename: "{app}\flowerdesk-window.exe"
Name: "{autodesktop}\flowerdesk"; Filename: "{app}\flowerdesk-window.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.flowerdesk"; ValueType: string; ValueData: "flowerdesk.project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\flowerdesk.project"; ValueType: string; ValueData: "flowerdesk project"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\flowerdesk.project\DefaultIcon"; ValueType: string; ValueData: "{app}\flowerdesk-window.exe,0"
Root: HKA; Subkey: "Software\Classes\flowerdesk.project\shell\open\command"; ValueType: string; ValueData: """{app}\flowerdesk-window.exe"" ""%1"""
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: NotOnPath

[Run]
Filename: "{app}\flowerdesk-window.exe"; Description: "{cm:LaunchProgram,flowerdesk}"; Flags: nowait postinstall skipifsilent

[Code]
function NotOnPath: Boolean;
var
  Path: string;
begin
  Path := '';
  RegQueryStringValue(HKCU, 'Environment', 'Path', Path);
  Result := Pos(';' + Lowercase(ExpandConstant('{app}')) + ';', ';' + Lowercase(Path) + ';') = 0;
end;
